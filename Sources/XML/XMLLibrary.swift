import CLibXML2
import Glibc

/// The process-wide part of libxml2, set up once: threads, and a loader of external entities that knows no network and,
/// but for schemas being compiled, no files.
enum XMLLibrary {
    /// Set while a schema is compiled: the folder, resolved, from which it may include and import others.
    @TaskLocal static var schemaFolder: String?

    private static let isReady: Bool = {
        xmlInitParser()
        xmlSchemaInitTypes()
        xmlSetExternalEntityLoader { address, _, context in
            guard let address, let path = XMLLibrary.allowedPath(String(cString: address)) else { return nil }
            return xmlNewInputFromFile(context, path)
        }
        return true
    }()

    static func prepare() {
        precondition(isReady)
    }

    private static func allowedPath(_ address: String) -> String? {
        guard let folder = schemaFolder, let path = resolve(address) else { return nil }
        return path.hasPrefix(folder + "/") ? path : nil
    }

    /// The absolute path without links, or nil when there is no such file; addresses with a scheme are no files.
    static func resolve(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// Collects what libxml2 reports through a C callback; handed to C as an unretained pointer, so its owner must outlive
/// the context that it is given to.
final class XMLReports {
    struct Report {
        let line: Int
        let message: String
    }

    private(set) var reports: [Report] = []
    /// The first report that is not about a schema: the text itself is at fault.
    private(set) var fault: Report?
    private let limit: Int

    init(limit: Int = 1_000) {
        self.limit = limit
    }

    var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    func append(_ error: xmlError) {
        guard error.level != XML_ERR_WARNING, fault == nil || reports.count < limit else { return }
        let text = error.message.map { String(cString: $0) } ?? "unknown error"
        let message = text.split(separator: "\n").joined(separator: " ")
        let isFromSchema = error.domain == Int32(XML_FROM_SCHEMASV.rawValue)
        let report = Report(line: Int(error.line), message: message)
        if !isFromSchema, fault == nil { fault = report }
        if reports.count < limit { reports.append(report) }
    }
}

/// The callback for every place of libxml2 that takes one; its first argument is the pointer of an `XMLReports`.
let reportToSwift: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<xmlError>?) -> Void = {
    context, error in
    guard let context, let error else { return }
    Unmanaged<XMLReports>.fromOpaque(context).takeUnretainedValue().append(error.pointee)
}
