package org.statehouse.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked from the jar that carries them. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /**
     * Unpacks the programs below a folder, unless they are there, and gives the folder that has {@code bin} in it.
     *
     * <p>They appear under their final name only when complete: a start that was cut short leaves nothing half done.
     */
    static Path unpack(Path below) {
        String resource = resource();
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new StartFailure("This jar holds no PostgreSQL for this platform ("
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ").\n"
                        + "Build it on this platform, or set STATEHOUSE_DB_URL to a PostgreSQL of your own.");
            }
            Path target = below.resolve("postgresql-" + version());
            if (Files.exists(target)) {
                return target;
            }
            Path draft = below.resolve("postgresql.new");
            Trees.delete(draft);
            untar(new XZInputStream(packed), draft);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (IOException e) {
            throw new StartFailure(
                    "PostgreSQL cannot be unpacked into " + below + " (" + DataFolder.reason(e)
                            + "). Is there room for 60 MB?",
                    e);
        }
    }

    private static String resource() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "darwin" : "linux";
        boolean arm = machine.equals("aarch64") || machine.equals("arm64");
        return "/postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
    }

    /** The version in the jar, from the metadata that Maven leaves in it; it names the folder only. */
    private static String version() throws IOException {
        try (InputStream name = PostgresBinaries.class.getResourceAsStream("config/postgres-version")) {
            return name == null
                    ? "17"
                    : new String(name.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
        }
    }

    private static void untar(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(packed)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive points outside of itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(parent(path));
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(parent(path));
                    Files.copy(tar, path);
                    permit(path, entry.getMode());
                }
            }
        }
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException(path + " has no folder");
        }
        return parent;
    }

    private static void permit(Path path, int mode) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        Files.setPosixFilePermissions(path, permissions);
    }
}
