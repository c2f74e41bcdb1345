package org.statehouse.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the settings of a field's type, each in its form; those in the form of a value last, since they need the others. */
final class SettingReader {

    private static final int MAX_DIGITS = 9;
    private static final List<String> SIDES = List.of("width", "height");

    private final Section field;
    private final FieldRules rules;
    private final Collection<String> models;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private boolean faulty;

    SettingReader(Section field, FieldRules rules, Collection<String> models) {
        this.field = field;
        this.rules = rules;
        this.models = models;
    }

    /** Null, and faults, when a setting is wrong. */
    @Nullable
    Settings read(Field bare) {
        FieldType type = bare.type();
        type.settings().forEach((name, form) -> {
            if (form != SettingForm.VALUE) {
                setting(bare, name, form);
            }
        });
        check(type);
        if (!faulty) {
            type.settings().forEach((name, form) -> {
                if (form == SettingForm.VALUE) {
                    setting(bare, name, form);
                }
            });
            check(type);
        }
        return faulty ? null : settings();
    }

    /** One setting by itself, as a rule with a condition gives it; null, and faults, when it is wrong. */
    @Nullable
    Settings alone(Field whole, String name, Node node) {
        faulty = false;
        values.clear();
        values.putAll(whole.settings().values());
        SettingForm form = whole.type().settings().get(name);
        Object value = form == SettingForm.VALUE
                ? typed(whole, name, node)
                : form == SettingForm.SCHEMA ? schema(node) : number(name, node);
        return value == null ? null : new Settings(Map.of(name, value));
    }

    private Settings settings() {
        return new Settings(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    private void check(FieldType type) {
        try {
            if (!faulty) {
                type.check(settings());
            }
        } catch (ValueFault fault) {
            Node at = place(fault.rule());
            fault(at == null ? field.place() : at, "'" + fault.rule() + "' " + fault.message());
        }
    }

    private @Nullable Node place(String name) {
        Node value = field.value(name);
        return value == null ? rules.setting(name) : value;
    }

    private void setting(Field bare, String name, SettingForm form) {
        Node node = place(name);
        if (node == null) {
            return;
        }
        Object value = switch (form) {
            case WHOLE_NUMBER -> number(name, node);
            case VALUE -> typed(bare, name, node);
            case TEXT -> text(name, node);
            case OPTIONS -> options(node);
            case SIZE -> size(node);
            case SCHEMA -> schema(node);
            case MODEL -> model(node);
            case ON_DELETE -> onDelete(node);
        };
        if (value != null) {
            values.put(name, value);
        }
    }

    private @Nullable Object number(String name, Node node) {
        String text = Section.scalar(node);
        if (node.getTag().equals(Tag.INT) && text != null && text.matches("[0-9]{1," + MAX_DIGITS + "}")) {
            return Integer.valueOf(text);
        }
        return fault(node, "'" + name + "' must be a whole number, such as 60");
    }

    private @Nullable Object typed(Field bare, String name, Node node) {
        String text = Section.scalar(node);
        if (text == null) {
            return fault(
                    node,
                    "'" + name + "' must be a value of type " + bare.type().name());
        }
        Field probe = new Field(
                0,
                bare.name(),
                bare.label(),
                "",
                bare.type(),
                settings(),
                false,
                false,
                null,
                List.of(),
                List.of(),
                null);
        try {
            return bare.type().fromText(probe, text);
        } catch (ValueFault fault) {
            return fault(node, "'" + name + "' " + fault.message());
        }
    }

    private @Nullable Object text(String name, Node node) {
        String text = field.text(name, 200);
        faulty |= text == null;
        return text == null && node.getTag().equals(Tag.NULL) ? null : text;
    }

    private @Nullable Object options(Node node) {
        Map<String, String> options = new LinkedHashMap<>();
        if (node instanceof SequenceNode list) {
            for (Node key : list.getValue()) {
                option(options, key, Section.scalar(key));
            }
            return options;
        }
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                option(options, entry.getKeyNode(), Section.scalar(entry.getValueNode()));
            }
            return options;
        }
        return fault(
                node, "'options' must be keys with labels, such as {OPEN: Open, CLOSED: Closed}, or a list of keys");
    }

    private void option(Map<String, String> options, Node key, @Nullable String label) {
        String word = Section.scalar(key);
        if (word == null || label == null) {
            fault(key, "each option must be a word, with a label that is text");
        } else if (options.put(word, label) != null) {
            fault(key, "the option '" + word + "' stands here a second time");
        }
    }

    private @Nullable Object size(Node node) {
        Section size = Section.at(field.source(), node, "'size'");
        Map<String, Integer> pixels = new LinkedHashMap<>();
        if (size != null) {
            size.allow(SIDES, Set.of());
            for (String side : SIDES) {
                String text = size.has(side) ? Section.scalar(size.place(side)) : null;
                if (text != null && text.matches("[1-9][0-9]{0,4}")) {
                    pixels.put(side, Integer.valueOf(text));
                }
            }
        }
        return pixels.size() == SIDES.size()
                ? Collections.unmodifiableMap(pixels)
                : fault(node, "'size' must have a width and a height of 1 to 99999, such as {width: 300, height: 450}");
    }

    private @Nullable Object schema(Node node) {
        JsonNode json = YamlJson.read(field.source(), node, "'schema'");
        if (json == null) {
            faulty = true;
            return null;
        }
        try {
            return InlineSchema.of(json);
        } catch (ValueFault fault) {
            String within = String.valueOf(fault.params().get("pointer"));
            return fault(
                    YamlJson.find(node, within),
                    "'schema' " + (within.isEmpty() ? "" : "at " + Characters.shown(within, 80) + " ")
                            + fault.message());
        }
    }

    private @Nullable Object model(Node node) {
        String name = Section.scalar(node);
        if (name != null && models.contains(name)) {
            return name;
        }
        return fault(
                node,
                name == null
                        ? "'model' must be the name of a model"
                        : "there is no model '" + name + "'" + Nearest.suggestion(name, models)
                                + "; 'model' must name one");
    }

    private @Nullable Object onDelete(Node node) {
        String word = Section.scalar(node);
        if (word != null && OnDelete.words().contains(word)) {
            return word;
        }
        return fault(
                node,
                "'onDelete' must be one of " + String.join(", ", OnDelete.words())
                        + (word == null ? "" : Nearest.suggestion(word, OnDelete.words())));
    }

    private @Nullable Object fault(Node at, String message) {
        faulty = true;
        field.source().fault(at, message);
        return null;
    }
}
