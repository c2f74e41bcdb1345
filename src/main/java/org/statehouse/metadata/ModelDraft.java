package org.statehouse.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A model file whose head is read: enough for other files to refer to it. What is missing or faulty in the head is
 * reported and replaced, so that the rest can be checked too.
 *
 * @param file the whole file
 * @param name the model's
 * @param idType of its ids
 * @param idAssigned who gives them
 * @param fieldNames as they stand in the file
 */
record ModelDraft(Section file, String name, IdType idType, Model.IdAssigned idAssigned, Set<String> fieldNames) {

    private static final List<String> KEYS = List.of(
            "model",
            "label",
            "description",
            "display",
            "id",
            "concurrency",
            "softDelete",
            "fields",
            "relationships",
            "lifecycle",
            "checks",
            "indexes",
            "writes",
            "changes",
            FormerNameReader.WORD);

    /** Times; the JSON Schema of model files has the same. */
    private static final Pattern BATCHED = Pattern.compile("([1-9][0-9]{0,3}|10000)ms|([1-9]|10)s");

    private static final Pattern GATHERED = Pattern.compile("([0-9]{1,4}|[1-5][0-9]{4}|60000)ms|([0-5]?[0-9]|60)s");

    private static final Set<String> LATER = Set.of("hot", "retention", "permissions", "views");

    private static final Map<String, IdType> ID_TYPES =
            new LinkedHashMap<>(Map.of("uuid", IdType.UUID, "integer", IdType.INTEGER, "string", IdType.STRING));

    /** Null, and faults, when the file is no mapping at all. */
    static @Nullable ModelDraft read(Source source, Node root) {
        Section file = Section.at(source, root, "a model file");
        if (file == null) {
            return null;
        }
        file.allow(KEYS, LATER);
        String name = file.text("model", 100);
        if (!file.has("model")) {
            source.fault(root, "'model' is missing; write model: " + source.baseName());
        }
        if (name == null) {
            name = source.baseName();
        } else if (Names.check(source, file.place("model"), name, "a model") && !name.equals(source.baseName())) {
            file.fault(
                    "model",
                    "the file of the model '" + name + "' must be called " + name + ".yaml, not " + source.baseName()
                            + ".yaml");
        }
        Section id = file.section("id", "'id'");
        IdType idType = IdType.UUID;
        Model.IdAssigned assigned = Model.IdAssigned.SERVER;
        if (id != null) {
            id.allow(List.of("type", "assigned"), Set.of());
            idType = ID_TYPES.getOrDefault(id.word("type", List.of("uuid", "integer", "string"), "uuid"), IdType.UUID);
            String standard = idType == IdType.STRING ? "client" : "server";
            boolean client =
                    id.word("assigned", List.of("server", "client"), standard).equals("client");
            assigned = client ? Model.IdAssigned.CLIENT : Model.IdAssigned.SERVER;
            if (idType == IdType.STRING && !client) {
                id.fault("assigned", "ids of type string are assigned by the client; write assigned: client");
            }
        }
        return new ModelDraft(file, name, idType, assigned, names(file.value("fields")));
    }

    /** How long writes are gathered; 0 for {@code immediate}, and when something faulty stands there. */
    int batchedMillis() {
        if (!file.has("writes") || "immediate".equals(Section.scalar(file.place("writes")))) {
            return 0;
        }
        if (Section.scalar(file.place("writes")) != null) {
            file.fault("writes", "'writes' must be immediate or { batched: <time> }, such as { batched: 250ms }");
            return 0;
        }
        Section writes = file.section("writes", "'writes'");
        if (writes == null) {
            return 0;
        }
        writes.allow(List.of("batched"), Set.of());
        return millis(writes, "batched", BATCHED, "from 1ms to 10s");
    }

    /** How long changes are gathered; 0 when nothing or something faulty stands there. */
    int gatheredMillis() {
        Section changes = file.section("changes", "'changes'");
        if (changes == null) {
            return 0;
        }
        changes.allow(List.of("every"), Set.of());
        return millis(changes, "every", GATHERED, "from 0ms to 60s");
    }

    private static int millis(Section section, String key, Pattern times, String range) {
        Matcher time = times.matcher(String.valueOf(Section.scalar(section.place(key))));
        if (!time.matches()) {
            section.fault(key, "'" + key + "' must be a time " + range + ", such as 250ms or 2s");
            return 0;
        }
        String millis = time.group(1);
        return millis == null ? 1_000 * Integer.parseInt(time.group(2)) : Integer.parseInt(millis);
    }

    private static Set<String> names(@Nullable Node fields) {
        Map<String, Node> names = new LinkedHashMap<>();
        if (fields instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    names.put(key.getValue(), key);
                }
            }
        }
        return names.keySet();
    }

    String application() {
        return file.source().application();
    }
}
