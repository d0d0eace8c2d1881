import Glibc

extension PixelBox {
    /// The corners after a turn about the upper left one, clockwise as pictures are seen.
    package func corners(rotatedBy degrees: Double) -> [Point] {
        let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
        let offsets = [(0, 0), (width, 0), (width, height), (0, height)]
        return offsets.map { across, down in
            Point(x: x + across * cosine - down * sine, y: y + across * sine + down * cosine)
        }
    }
}
