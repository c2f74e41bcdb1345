package org.statehouse.metadata;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The metadata files of all applications: {@code <app>/<name>.yaml}. Beside them a folder may have other files and
 * folders, which are not read: data, licences, sources.
 *
 * @param contents bytes by path, in the order of paths
 */
public record MetadataFiles(SortedMap<String, byte[]> contents) {

    /** Bytes that are read of one file at most; a longer one is a fault. */
    static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_FILES = 5_000;

    /** Files by path, as texts. */
    public static MetadataFiles of(Map<String, String> texts) {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        texts.forEach((path, text) -> contents.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return new MetadataFiles(contents);
    }

    /** The files in the folders of a folder. */
    public static MetadataFiles inFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("There is no folder " + folder + "; statehouse.metadata must name a folder with one"
                    + " folder for each application");
        }
        SortedMap<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder, 3)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                if (isMetadata(path)) {
                    contents.put(path, read(file));
                }
                if (contents.size() > MAX_FILES) {
                    throw new IOException("There are more than " + MAX_FILES + " metadata files in " + folder);
                }
            }
        }
        return new MetadataFiles(contents);
    }

    /** The files in the folders of a folder on the class path, unpacked or in an archive. */
    public static MetadataFiles onClassPath(ClassLoader loader, String folder) throws IOException {
        URL url = loader.getResource(folder);
        if (url == null) {
            throw new IOException("There is no folder " + folder + " on the class path");
        }
        try {
            URI uri = url.toURI();
            if (!"jar".equals(uri.getScheme())) {
                return inFolder(Path.of(uri));
            }
            try (FileSystem archive = FileSystems.newFileSystem(uri, Map.of())) {
                String text = uri.toString();
                return inFolder(archive.getPath(text.substring(text.lastIndexOf("!/") + 1)));
            }
        } catch (URISyntaxException | IllegalArgumentException unreadable) {
            throw new IOException("The folder " + folder + " on the class path cannot be read", unreadable);
        }
    }

    /** Actions lie in a folder of their own; everything else deeper than two levels is data. */
    private static boolean isMetadata(String path) {
        Path parts = Path.of(path);
        boolean yaml = path.endsWith(".yaml") || path.endsWith(".yml");
        return yaml && (parts.getNameCount() <= 2 || parts.getName(1).toString().equals("actions"));
    }

    /** One byte more than is allowed is enough to see that it is too long. */
    private static byte[] read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }
}
