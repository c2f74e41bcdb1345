package org.statehouse.metadata;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The trees of the files that were read last, and the fields in them, so that of many files only those are read that have
 * changed. The collector takes them where memory is short; then all are read. Nobody changes a tree. Safe for all threads.
 */
final class ComposedFiles {

    private static final class Composed {
        final byte[] bytes;
        final Node root;

        /** Null when they have not been read, or had faults. */
        volatile @Nullable Fields fields;

        Composed(byte[] bytes, Node root) {
            this.bytes = bytes;
            this.root = root;
        }
    }

    /** The fields of a model file, beside models with ids of these types, to which they may refer. */
    private record Fields(Map<String, IdType> models, Map<String, Field> fields) {}

    private volatile SoftReference<Map<String, Composed>> last = new SoftReference<>(Map.of());

    /** Begins to read all files. */
    Reading read() {
        Map<String, Composed> known = last.get();
        return new Reading(known == null ? Map.of() : known);
    }

    /** One reading of all files; of one thread. */
    final class Reading {

        private final Map<String, Composed> known;
        private final Map<String, Composed> all = new HashMap<>();

        private Reading(Map<String, Composed> known) {
            this.known = known;
        }

        /** The file's root, or null when its faults are reported. A file with faults is parsed each time. */
        @Nullable
        Node compose(Source source, byte[] bytes) {
            Composed same = known.get(source.path());
            if (same == null || !Arrays.equals(same.bytes, bytes)) {
                Node root = YamlSource.compose(source, bytes);
                if (root == null) {
                    return null;
                }
                same = new Composed(bytes, root);
            }
            all.put(source.path(), same);
            return same.root;
        }

        /**
         * The fields of the model in a file, which depend on nothing but the file and what can be referred to.
         *
         * @param models the types of all models' ids by name
         */
        Map<String, Field> fields(Source source, Map<String, IdType> models, Supplier<Map<String, Field>> reader) {
            Composed file = all.get(source.path());
            Fields known = file == null ? null : file.fields;
            if (known != null && known.models().equals(models)) {
                return known.fields();
            }
            int faults = source.faults().size();
            Map<String, Field> fields = reader.get();
            if (file != null && source.faults().size() == faults) {
                file.fields = new Fields(models, fields);
            }
            return fields;
        }

        /** Keeps the trees of these files, and no others. */
        void end() {
            last = new SoftReference<>(all);
        }
    }
}
