package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads {@code renamedFrom} of models, fields, relationships and fields of links. A former name may stay in a file for
 * ever; it must be nobody's name today, and only one thing's.
 */
final class FormerNameReader {

    static final String WORD = "renamedFrom";

    private final Map<String, ModelDraft> drafts;
    private final Map<String, List<String>> read = new LinkedHashMap<>();

    FormerNameReader(Map<String, ModelDraft> drafts) {
        this.drafts = drafts;
    }

    FormerNames readAll() {
        Map<String, String> models = new LinkedHashMap<>();
        for (ModelDraft draft : drafts.values()) {
            String key = Numbers.modelKey(draft.name());
            names(draft.file(), key, "model", draft.name(), drafts.keySet(), models);
            fields(draft);
            relationships(draft);
        }
        return new FormerNames(read);
    }

    private void fields(ModelDraft draft) {
        Section fields = draft.file().section("fields", "'fields'");
        all(fields, "field", name -> Numbers.fieldKey(draft.name(), name));
    }

    private void relationships(ModelDraft draft) {
        Section relationships = draft.file().section("relationships", "'relationships'");
        all(relationships, "relationship", name -> Numbers.relationshipKey(draft.name(), name));
        if (relationships == null) {
            return;
        }
        for (String name : relationships.keys()) {
            Section one = relationships.section(name, "the relationship '" + name + "'");
            Section fields = one == null ? null : one.section("fields", "'fields'");
            all(fields, "field", field -> Numbers.linkFieldKey(draft.name(), name, field));
        }
    }

    private interface Key {
        String of(String name);
    }

    private void all(@Nullable Section section, String kind, Key key) {
        if (section == null) {
            return;
        }
        Map<String, String> taken = new LinkedHashMap<>();
        for (String name : section.keys()) {
            Section one = section.section(name, "the " + kind + " '" + name + "'");
            if (one != null) {
                names(one, key.of(name), kind, name, section.keys(), taken);
            }
        }
    }

    private void names(
            Section section, String key, String kind, String name, Set<String> today, Map<String, String> taken) {
        if (!section.has(WORD)) {
            return;
        }
        List<String> names = new ArrayList<>();
        for (ScalarNode word : section.words(WORD)) {
            String former = word.getValue();
            String owner = taken.putIfAbsent(former, name);
            if (!Names.matches(former)) {
                section.source()
                        .fault(
                                word,
                                "'" + former + "' cannot have been a name; 'renamedFrom' lists former names of the "
                                        + kind);
            } else if (today.contains(former)) {
                section.source()
                        .fault(
                                word,
                                "there is a " + kind + " '" + former
                                        + "' today; a name that is in use is nobody's former one");
            } else if (owner != null) {
                section.source()
                        .fault(word, "'" + former + "' is a former name of '" + owner + "' already; name it once");
            } else {
                names.add(former);
            }
        }
        read.put(key, List.copyOf(names));
    }
}
