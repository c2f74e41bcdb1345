package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Catalogs share the models that have not changed, and only what has changed is looked into: the way is the same. */
class SharedModelsTest {

    private static final int DRAWN = 60;

    /** A change of the files of Chinook; nothing where it does not apply any more. */
    private record Edit(String name, List<String[]> texts) {

        static Edit of(String name, String... texts) {
            List<String[]> pairs = new ArrayList<>();
            for (int i = 0; i < texts.length; i += 2) {
                pairs.add(new String[] {texts[i], texts[i + 1]});
            }
            return new Edit(name, pairs);
        }

        Map<String, String> apply(Map<String, String> files) {
            Map<String, String> changed = new TreeMap<>();
            files.forEach((path, text) -> {
                String content = path + "\n" + text;
                for (String[] pair : texts) {
                    content = content.replace(pair[0], pair[1]);
                }
                changed.put(content.substring(0, content.indexOf('\n')), content.substring(content.indexOf('\n') + 1));
            });
            changed.remove(GONE);
            return changed;
        }
    }

    private static final String GONE = "";

    private static final List<Edit> EDITS = List.of(
            Edit.of("a new field", "  composer: {", "  mood: { type: text }\n  composer: {"),
            Edit.of(
                    "a field is renamed",
                    "composer: { type: text,",
                    "author: { type: text, renamedFrom: [composer],",
                    "[[name], [composer]]",
                    "[[name], [author]]"),
            Edit.of("a field goes", "  fax: { type: text, maxLength: 24 }\n", ""),
            Edit.of("a label", "label: Playlist", "label: List of tracks"),
            Edit.of("a rule", "milliseconds: { type: integer,", "milliseconds: { type: integer, max: 1000000000,"),
            Edit.of(
                    "a pattern",
                    "postalCode: { type: text,",
                    "postalCode: { type: text, rules: [{ rule: pattern, value: '^[0-9A-Z -]+$' }],"),
            Edit.of("another pattern", "'^[0-9A-Z -]+$'", "'^[0-9A-Za-z -]+$'"),
            Edit.of("a default", "unitPrice: { type: decimal,", "unitPrice: { default: 0.5, type: decimal,"),
            Edit.of("a default that is written otherwise", "default: 0.5,", "default: 0.50,"),
            Edit.of(
                    "a reference that is required",
                    "genre: { type: reference, model: genre }",
                    "genre: { type: reference, model: genre, required: true }"),
            Edit.of(
                    "a reference that leads elsewhere",
                    "supportRep: { type: reference, model: employee,",
                    "supportRep: { type: reference, model: artist,",
                    "  customers: { kind: oneToMany, model: customer, inverse: supportRep }\n",
                    ""),
            Edit.of(
                    "links that go",
                    "relationships:\n  tracks: { kind: manyToMany, model: track, inverse: playlists, onDelete: cascade }\n",
                    ""),
            Edit.of(
                    "links with a field",
                    "inverse: playlists, onDelete: cascade }",
                    "inverse: playlists, onDelete: cascade, fields: { place: { type: integer } } }"),
            Edit.of(
                    "a model is renamed",
                    "chinook/mediaType.yaml",
                    "chinook/medium.yaml",
                    "model: mediaType\n",
                    "model: medium\nrenamedFrom: [mediaType]\n",
                    "model: mediaType,",
                    "model: medium,"),
            Edit.of(
                    "a model goes",
                    "chinook/genre.yaml",
                    GONE,
                    "  genre: { type: reference, model: genre }\n",
                    "",
                    "  tracks: { kind: oneToMany, model: track, inverse: genre }\n",
                    ""),
            Edit.of(
                    "a unique key",
                    "indexes: [[title]]",
                    "indexes: [[title]]\nchecks: [{ rule: unique, fields: [title, artist] }]"));

    private static Map<String, String> chinook = Map.of();

    @BeforeAll
    static void read() throws Exception {
        chinook = new TreeMap<>();
        MetadataFiles.inFolder(Path.of("metadata")).contents().forEach((path, bytes) -> {
            if (path.startsWith("chinook/")) {
                chinook.put(path, new String(bytes, StandardCharsets.UTF_8));
            }
        });
    }

    @Test
    void the_way_to_a_catalog_that_shares_is_that_to_one_that_does_not() {
        assertThat(EDITS.stream().filter(edit -> edit.apply(chinook).equals(chinook)))
                .as("edits of edits")
                .hasSize(2);
        for (Edit edit : EDITS) {
            same(edit.name(), chinook, edit.apply(chinook));
        }
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < DRAWN; i++) {
            Map<String, String> before = edited(chinook, random);
            same("seed " + seed + ", " + i, before, edited(before, random));
        }
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // it is about objects
    void what_has_not_changed_is_the_same_object_and_what_has_is_not() throws MetadataFaults {
        ComposedFiles composed = new ComposedFiles();
        CheckedCatalog first = CatalogReader.read(MetadataFiles.of(chinook), composed);
        Numbers numbers = Numbers.NONE.extendedFor(first);
        Catalog old = first.after(null, numbers);
        for (Edit edit : EDITS) {
            Map<String, String> files = edit.apply(chinook);
            CheckedCatalog checked = CatalogReader.read(MetadataFiles.of(files), composed);
            Catalog next = checked.after(old, numbers.extendedFor(checked));
            for (Model model : next.models().values()) {
                Model before = old.models().get(model.name());
                boolean described =
                        before != null && before.number() == model.number() && CatalogJson.isSame(before, model);
                assertThat(before == model)
                        .as("%s: %s", edit.name(), model.name())
                        .isEqualTo(described);
            }
        }
    }

    @Test
    void an_edit_is_read_whatever_was_read_before() throws MetadataFaults {
        ComposedFiles composed = new ComposedFiles();
        Map<String, String> files = new TreeMap<>(chinook);
        Random random = new Random(1);
        for (int i = 0; i < DRAWN; i++) {
            files = edited(random.nextInt(4) == 0 ? chinook : files, random);
            Map<String, String> now = files;
            CheckedCatalog kept = CatalogReader.read(MetadataFiles.of(now), composed);
            CheckedCatalog anew = CatalogReader.read(MetadataFiles.of(now));
            assertThat(kept).isEqualTo(anew);
        }
    }

    private static Map<String, String> edited(Map<String, String> files, Random random) {
        Map<String, String> edited = files;
        for (int i = random.nextInt(4); i >= 0; i--) {
            Map<String, String> tried = EDITS.get(random.nextInt(EDITS.size())).apply(edited);
            edited = checks(tried) ? tried : edited;
        }
        return edited;
    }

    private static boolean checks(Map<String, String> files) {
        try {
            return !CatalogReader.read(MetadataFiles.of(files)).models().isEmpty();
        } catch (MetadataFaults appliedTwice) {
            return false;
        }
    }

    private static void same(String what, Map<String, String> before, Map<String, String> after) {
        try {
            CheckedCatalog first = CatalogReader.read(MetadataFiles.of(before));
            Numbers numbers = Numbers.NONE.extendedFor(first);
            Catalog old = first.numbered(1, numbers);
            CheckedCatalog second = CatalogReader.read(MetadataFiles.of(after));
            Numbers extended = numbers.extendedFor(second);
            Migration whole = Migration.between(old, second.numbered(2, extended));
            Migration shared = Migration.between(old, second.after(old, extended));
            assertThat(shared.steps()).as(what).isEqualTo(whole.steps());
            assertThat(shared.renames()).as(what).isEqualTo(whole.renames());
            assertThat(shared.locks()).as(what).isEqualTo(whole.locks());
            assertThat(shared.faults()).as(what).isEqualTo(whole.faults());
        } catch (MetadataFaults faults) {
            throw new AssertionError(what, faults);
        }
    }
}
