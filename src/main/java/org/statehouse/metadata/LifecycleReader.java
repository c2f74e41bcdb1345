package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the lifecycle of a model. */
final class LifecycleReader {

    /** The types whose keys can be states. */
    private static final Set<String> TYPES = Set.of("enum", "radio");

    private final ModelDraft draft;
    private final Map<String, Field> fields;

    LifecycleReader(ModelDraft draft, Map<String, Field> fields) {
        this.draft = draft;
        this.fields = fields;
    }

    /** Null where there is none, or, after its faults, none that can be read. */
    @Nullable
    Lifecycle read() {
        Section section = draft.file().section("lifecycle", "'lifecycle'");
        if (section == null) {
            return null;
        }
        section.allow(List.of("field", "initial", "transitions"), Set.of());
        for (String key : List.of("field", "initial", "transitions")) {
            if (!section.has(key)) {
                section.source()
                        .fault(
                                section.place(),
                                "'" + key + "' is missing; write {field: status, initial: OPEN,"
                                        + " transitions: {OPEN: [CLOSED]}}");
                return null;
            }
        }
        Field field = field(section);
        if (field == null) {
            return null;
        }
        Collection<String> states = field.settings().options().keySet();
        String initial = state(section.source(), section.place("initial"), "'initial'", states);
        Map<String, List<String>> transitions = transitions(section, states);
        if (initial == null || transitions == null) {
            return null;
        }
        if (field.defaultValue() != null && !field.defaultValue().textValue().equals(initial)) {
            section.fault(
                    "initial",
                    "'initial' must be the default of '" + field.name() + "', which is "
                            + field.defaultValue().textValue());
            return null;
        }
        return new Lifecycle(field.name(), initial, transitions);
    }

    private @Nullable Field field(Section section) {
        List<String> choices = fields.values().stream()
                .filter(field -> TYPES.contains(field.type().name()))
                .map(Field::name)
                .toList();
        String name = Section.scalar(section.place("field"));
        if (name != null && draft.fieldNames().contains(name) && !fields.containsKey(name)) {
            return null;
        }
        if (name == null || !choices.contains(name)) {
            section.fault(
                    "field",
                    "'field' must be a field of type enum or radio" + Nearest.suggestion(String.valueOf(name), choices)
                            + (choices.isEmpty()
                                    ? "; the model has none"
                                    : "; allowed here: " + String.join(", ", choices)));
            return null;
        }
        return fields.get(name);
    }

    private static @Nullable String state(Source source, Node at, String what, Collection<String> states) {
        String state = Section.scalar(at);
        if (state != null && states.contains(state)) {
            return state;
        }
        source.fault(
                at,
                what + " must be one of the field's options"
                        + (state == null ? "" : Nearest.suggestion(state, states)) + "; allowed here: "
                        + String.join(", ", states));
        return null;
    }

    /** Every state with those that may follow; null, and faults, when they cannot be read. */
    private static @Nullable Map<String, List<String>> transitions(Section lifecycle, Collection<String> states) {
        Section section = lifecycle.section("transitions", "'transitions'");
        if (section == null) {
            return null;
        }
        Map<String, List<String>> all = new LinkedHashMap<>();
        states.forEach(state -> all.put(state, List.of()));
        boolean faulty = false;
        for (String from : section.keys()) {
            faulty |= state(section.source(), section.keyPlace(from), "a state", states) == null;
            List<String> next = new ArrayList<>();
            for (ScalarNode word : section.words(from)) {
                String to = state(section.source(), word, "a state", states);
                if (to == null) {
                    faulty = true;
                } else if (to.equals(from) || next.contains(to)) {
                    section.source()
                            .fault(
                                    word,
                                    to.equals(from)
                                            ? "a state needs no transition to itself; leave it out"
                                            : "'" + to + "' stands here a second time");
                    faulty = true;
                } else {
                    next.add(to);
                }
            }
            all.put(from, List.copyOf(next));
        }
        return faulty ? null : Collections.unmodifiableMap(all);
    }
}
