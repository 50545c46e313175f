import JobStore
import Testing

@testable import SQLiteJobStore

@Suite("The file system under a folder")
struct FileSystemCheckTests {
    private let mounts = """
        /dev/vda1 / ext4 rw,relatime 0 0
        proc /proc proc rw 0 0
        server:/export /srv nfs4 rw 0 0
        tmpfs /srv/fast tmpfs rw 0 0
        //nas/share /mnt/my\\040share cifs rw 0 0
        /dev/old /data ext3 rw 0 0
        overlay /data 9p rw 0 0
        broken
        """

    @Test(
        "is that of the longest mount point above it, the last one of equals",
        arguments: [
            ("/", "ext4"), ("/home/me", "ext4"), ("/srv", "nfs4"), ("/srv/db", "nfs4"), ("/srv/fast", "tmpfs"),
            ("/srv/fast/er", "tmpfs"), ("/srv/faster", "nfs4"), ("/srvice", "ext4"), ("/mnt/my share/db", "cifs"),
            ("/mnt", "ext4"), ("/data/x", "9p"),
        ])
    func types(folder: String, type: String) {
        #expect(FileSystemCheck.type(ofFolder: folder, mounts: mounts) == type)
    }

    @Test("is unknown when nothing is mounted")
    func nothing() {
        #expect(FileSystemCheck.type(ofFolder: "/x", mounts: "") == nil)
    }

    @Test("is local for temporary files")
    func here() throws {
        let folder = try TemporaryFolder()
        #expect(throws: Never.self) { try FileSystemCheck.requireLocal(folder: folder.path) }
    }
}
