package import Storage

/// What every slice's use cases stand on.
package struct House: Sendable {
    package let database: Database
    package let blobs: BlobStore
    package let world: World
    package let keys: HouseKeys

    package init(database: Database, blobs: BlobStore, world: World, keys: HouseKeys) {
        self.database = database
        self.blobs = blobs
        self.world = world
        self.keys = keys
    }
}
