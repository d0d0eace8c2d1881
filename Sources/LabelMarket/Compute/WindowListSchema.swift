internal import Storage

/// Which windows changed last, kept by the database itself in the transaction of the change, so that a list in memory
/// need only read those.
enum WindowListSchema {
    /// A row of `window_change` for each window that was ever published or changed, under a number that grows with
    /// every change; the window 0 stands for what is said of accelerators.
    static let migration = Migration(
        number: 18, name: "changes of windows, papers of attestations",
        sql: AttestationSchema.sql + """
            CREATE TABLE window_change (
                changed INTEGER PRIMARY KEY,
                number INTEGER NOT NULL CHECK (number >= 1)
            ) {strict};
            CREATE UNIQUE INDEX window_change_number ON window_change (number);
            \(trigger("compute_window_published", "INSERT", on: "compute_window", "NEW.id"))
            \(trigger("compute_window_changed", "UPDATE", on: "compute_window", "NEW.id"))
            \(trigger("device_class_registered", "INSERT", on: "device_class", "0"))
            \(trigger("device_class_changed", "UPDATE", on: "device_class", "0"))
            """,
        guards: AttestationSchema.guards)

    private static func trigger(_ name: String, _ event: String, on table: String, _ changed: String) -> String {
        """
        CREATE TRIGGER \(name) AFTER \(event) ON \(table)
        BEGIN INSERT INTO window_change (changed, number)
        SELECT \(changed), COALESCE(MAX(number), 0) + 1 FROM window_change WHERE 1 = 1
        ON CONFLICT (changed) DO UPDATE SET number = excluded.number; END;
        """
    }
}
