package org.statehouse.metadata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads all metadata files and checks them as a whole: heads of models first, then fields, which refer to other models,
 * then what refers to fields. Every fault of every file is found in one run.
 */
public final class CatalogReader {

    /** Fields of a model at most. */
    private static final int MAX_FIELDS = 1_000;

    private static final int MAX_MODELS = 1_000;

    private final List<MetadataFault> faults = new ArrayList<>();
    private final Map<String, Application> applications = new LinkedHashMap<>();
    private final Map<String, ModelDraft> drafts = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();

    private final ComposedFiles.Reading trees;

    private CatalogReader(ComposedFiles.Reading trees) {
        this.trees = trees;
    }

    /** The checked catalog, or all that is wrong. */
    public static CheckedCatalog read(MetadataFiles files) throws MetadataFaults {
        return read(files, new ComposedFiles());
    }

    /** The same, parsing only what has changed since files were read with it last. */
    static CheckedCatalog read(MetadataFiles files, ComposedFiles composed) throws MetadataFaults {
        CatalogReader reader = new CatalogReader(composed.read());
        files.contents().forEach(reader::file);
        reader.trees.end();
        Map<String, Model> models = reader.models();
        FormerNames formerNames = new FormerNameReader(reader.drafts).readAll();
        if (!reader.faults.isEmpty()) {
            throw new MetadataFaults(reader.faults);
        }
        return new CheckedCatalog(
                hash(files),
                Collections.unmodifiableMap(reader.applications),
                Collections.unmodifiableMap(models),
                Collections.unmodifiableMap(reader.sources),
                formerNames);
    }

    private void file(String path, byte[] bytes) {
        Source source = new Source(path, faults);
        if (!placed(source)) {
            return;
        }
        applications.putIfAbsent(
                source.application(), new Application(source.application(), Names.label(source.application())));
        Node root = trees.compose(source, bytes);
        if (root == null) {
            return;
        }
        sources.put(path, new String(bytes, StandardCharsets.UTF_8));
        if (source.baseName().equals("app")) {
            application(source, root);
        } else {
            model(source, root);
        }
    }

    private static boolean placed(Source source) {
        String path = source.path();
        if (source.application().isEmpty()) {
            source.fault(1, 1, "a metadata file lies in the folder of its application: <app>/" + path);
        } else if (path.endsWith(".yml")) {
            source.fault(1, 1, "metadata files end with .yaml; call it " + source.baseName() + ".yaml");
        } else if (path.indexOf('/') != path.lastIndexOf('/')) {
            source.fault(1, 1, "actions are not supported yet; take the file away");
        } else {
            return nameable(source);
        }
        return false;
    }

    private static boolean nameable(Source source) {
        if (source.application().matches("[a-z][A-Za-z0-9]{0,50}")) {
            return true;
        }
        source.fault(
                1,
                1,
                "the folder '" + source.application() + "' cannot be the name of an application; a name begins"
                        + " with a small letter and has up to 51 letters and digits");
        return false;
    }

    private void application(Source source, Node root) {
        Section file = Section.at(source, root, "an application file");
        if (file == null) {
            return;
        }
        file.allow(List.of("app", "label"), Set.of("roles", "navigation", "permissions", "state", "locks"));
        String name = file.text("app", 100);
        if (name != null && !name.equals(source.application())) {
            file.fault(
                    "app", "'app' must be the name of the folder, '" + source.application() + "'; it can be left out");
        }
        String label = file.text("label", 200);
        if (label != null) {
            applications.put(source.application(), new Application(source.application(), label));
        }
    }

    private void model(Source source, Node root) {
        ModelDraft draft = ModelDraft.read(source, root);
        if (draft == null) {
            return;
        }
        ModelDraft first = drafts.putIfAbsent(draft.name(), draft);
        if (first != null) {
            draft.file()
                    .fault(
                            "model",
                            "there is a model '" + draft.name() + "' already, in "
                                    + first.file().source().path()
                                    + "; names of models are unique in all applications");
        } else if (drafts.size() == MAX_MODELS + 1) {
            source.fault(1, 1, "there are more than " + MAX_MODELS + " models");
        }
    }

    private Map<String, Model> models() {
        Twins twins = new Twins("model");
        drafts.forEach(
                (name, draft) -> twins.add(draft.file().source(), draft.file().place("model"), name));
        Map<String, Map<String, Field>> fields = new LinkedHashMap<>();
        Map<String, IdType> ids = new HashMap<>();
        drafts.forEach((name, draft) -> ids.put(name, draft.idType()));
        drafts.forEach(
                (name, draft) -> fields.put(name, trees.fields(draft.file().source(), ids, () -> fields(draft))));
        Map<String, Map<String, Relationship>> relationships = new RelationshipReader(drafts, fields).readAll();
        Map<String, Model> models = new LinkedHashMap<>();
        drafts.forEach((name, draft) -> models.put(
                name, model(draft, fields.getOrDefault(name, Map.of()), relationships.getOrDefault(name, Map.of()))));
        return models;
    }

    private Map<String, Field> fields(ModelDraft draft) {
        Map<String, Field> fields = new LinkedHashMap<>();
        Section all = draft.file().section("fields", "'fields'");
        if (all == null) {
            if (!draft.file().has("fields")) {
                draft.file().fault("fields", "'fields' is missing; a model has one field or more");
            }
            return fields;
        }
        Source source = all.source();
        if (all.keys().isEmpty() || all.keys().size() > MAX_FIELDS) {
            source.fault(
                    all.place(),
                    "a model has 1 to " + MAX_FIELDS + " fields, this one "
                            + all.keys().size());
        }
        FieldReader reader = new FieldReader(drafts);
        Twins twins = new Twins("field or relationship of the model");
        for (String name : all.keys().stream().limit(MAX_FIELDS).toList()) {
            twins.add(source, all.keyPlace(name), name);
            Names.checkField(source, all.keyPlace(name), name);
            Field field = reader.read(source, name, all.place(name));
            if (field != null) {
                fields.put(name, field);
            }
        }
        return reader.withConditions(draft, fields);
    }

    private static Model model(ModelDraft draft, Map<String, Field> read, Map<String, Relationship> relationships) {
        Section file = draft.file();
        Lifecycle lifecycle = new LifecycleReader(draft, read).read();
        Map<String, Field> fields = lifecycle == null ? read : lifecycle.applied(read);
        KeyReader keys = new KeyReader(draft, fields);
        return new Model(
                0,
                draft.name(),
                draft.application(),
                otherwise(file.text("label", 200), Names.label(draft.name())),
                otherwise(file.text("description", 2_000), ""),
                keys.display(),
                draft.idType(),
                draft.idAssigned(),
                file.word("concurrency", List.of("required", "optional"), "required")
                        .equals("required"),
                file.flag("softDelete"),
                Collections.unmodifiableMap(fields),
                Collections.unmodifiableMap(relationships),
                keys.uniques(),
                keys.indexes(),
                new ComparisonReader(draft, fields).read(),
                lifecycle,
                draft.batchedMillis(),
                draft.gatheredMillis());
    }

    private static String otherwise(@Nullable String text, String standard) {
        return text == null ? standard : text;
    }

    /** Of paths and contents, each with its length before it, so that no two sets of files are written the same. */
    private static String hash(MetadataFiles files) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        files.contents().forEach((path, bytes) -> {
            byte[] name = path.getBytes(StandardCharsets.UTF_8);
            all.writeBytes((name.length + " " + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            all.writeBytes(name);
            all.writeBytes(bytes);
        });
        return DatabaseNames.sha256(all.toByteArray());
    }
}
