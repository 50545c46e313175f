import Foundation
import JobModel
import Testing
import Worker

@Suite("The system's zone files")
struct ZoneFilesTests {
    private static let systemFolder = "/usr/share/zoneinfo"
    private static let hasZones = FileManager.default.fileExists(atPath: systemFolder + "/Europe/Berlin")

    /// A folder with one zone, and something else.
    private static func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "zones-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appending(path: "Europe"), withIntermediateDirectories: true)
        // A file of the first version with one offset, an hour ahead.
        var bytes = Array("TZif".utf8) + [UInt8](repeating: 0, count: 16)
        for count: UInt8 in [0, 0, 0, 0, 1, 4] { bytes += [0, 0, 0, count] }
        bytes += [0, 0, 0x0E, 0x10, 0, 0] + Array("ONE\0".utf8)
        try Data(bytes).write(to: folder.appending(path: "Europe/Nowhere"))
        try Data("no zone\n".utf8).write(to: folder.appending(path: "Leapseconds"))
        try body(folder)
    }

    @Test("are read by name, from where TZDIR says")
    func reading() throws {
        try Self.withFolder { folder in
            let zones = ZoneFiles(environment: ["TZDIR": folder.path])
            let zone = try zones.zone(named: "Europe/Nowhere")
            #expect(zone.name == "Europe/Nowhere" && zone.offset(at: .distantPast) == .seconds(3600))
            // What was read once stays, whatever becomes of the file.
            try FileManager.default.removeItem(at: folder.appending(path: "Europe/Nowhere"))
            #expect(try zones.zone(named: "Europe/Nowhere") == zone)
        }
    }

    @Test("UTC needs none")
    func universal() throws {
        #expect(try ZoneFiles(folders: []).zone(named: "UTC") == .utc)
    }

    @Test("an unknown zone is an error that says what was probably meant, never another zone")
    func unknown() throws {
        try Self.withFolder { folder in
            let zones = ZoneFiles(folders: [folder.path]) { name, names in
                names.filter { $0.lowercased() == name.lowercased() }
            }
            for name in ["europe/nowhere", "EUROPE/NOWHERE"] {
                let error = #expect(throws: ZoneLookupError.self) { try zones.zone(named: name) }
                #expect(error?.cure == "did you mean Europe/Nowhere?")
            }
            let error = #expect(throws: ZoneLookupError.self) { try zones.zone(named: "Mars/Olympus") }
            #expect(error?.message == "there is no time zone 'Mars/Olympus'")
            #expect(error?.cure.contains("tzdata") ?? false)
        }
    }

    @Test(
        "names that lead out of the folder, or to something else in it, are refused",
        arguments: [
            "../Europe/Nowhere", "Europe/../Europe/Nowhere", "/etc/passwd", "Europe/Nowhere/", "Europe//Nowhere", "",
            ".", "Europe", "Europe/Now here", "Europe/Nowhere\u{0}", "localtime", "Leapseconds",
        ])
    func refused(name: String) throws {
        try Self.withFolder { folder in
            #expect(throws: ZoneLookupError.self) { try ZoneFiles(folders: [folder.path]).zone(named: name) }
        }
    }

    @Test("without any the error says what to install")
    func none() {
        let error = #expect(throws: ZoneLookupError.self) {
            try ZoneFiles(folders: ["/nowhere"]).zone(named: "Europe/Berlin")
        }
        #expect(error?.message.contains("this machine has no zone files") ?? false)
        #expect(error?.cure.contains("apt-get install tzdata") ?? false)
    }

    @Test(
        "of this machine agree with the rules that hold", .enabled(if: hasZones),
        arguments: [
            ("America/New_York", "EST5EDT,M3.2.0,M11.1.0"), ("Europe/London", "GMT0BST,M3.5.0/1,M10.5.0"),
            ("Europe/Dublin", "IST-1GMT0,M10.5.0,M3.5.0/1"), ("Asia/Tokyo", "JST-9"),
            ("Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"),
            ("Atlantic/Azores", "<-01>1<+00>,M3.5.0/0,M10.5.0/1"),
        ])
    func machine(name: String, rule: String) throws {
        let zone = try ZoneFiles(folders: [Self.systemFolder]).zone(named: name)
        let ruled = try #require(Zone(name: name, rule: rule))
        // Every three hours of 2024 and of 2045, when the rule alone decides.
        for year in [1_704_067_200, 2_366_841_600] {
            for step in 0..<2920 {
                let instant = Timestamp(microseconds: Int64(year + step * 10_800) * 1_000_000)
                #expect(zone.offset(at: instant) == ruled.offset(at: instant), "\(name) at \(instant)")
            }
        }
    }

    @Test("of this machine can all be read", .enabled(if: hasZones))
    func allOfThem() throws {
        let zones = ZoneFiles(folders: [Self.systemFolder])
        var read = 0
        for place in ["Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Pacific"] {
            for name in try FileManager.default.subpathsOfDirectory(atPath: "\(Self.systemFolder)/\(place)") {
                var isFolder: ObjCBool = false
                let path = "\(Self.systemFolder)/\(place)/\(name)"
                guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                    continue
                }
                _ = try zones.zone(named: "\(place)/\(name)")
                read += 1
            }
        }
        #expect(read > 200)
    }
}
