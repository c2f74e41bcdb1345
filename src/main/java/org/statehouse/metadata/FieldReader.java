package org.statehouse.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads one field: its type first, then the settings that the type takes, its rules, and what a create takes by default. */
final class FieldReader {

    private static final List<String> KEYS = List.of(
            "type",
            "label",
            "description",
            "required",
            "unique",
            "default",
            "normalize",
            "rules",
            "messages",
            FormerNameReader.WORD);

    private static final Set<String> LATER = Set.of("readOnly");

    private final Map<String, ModelDraft> models;
    private final Map<String, FieldRules> rulesOf = new LinkedHashMap<>();
    private final Map<String, SettingReader> settingsOf = new LinkedHashMap<>();

    FieldReader(Map<String, ModelDraft> models) {
        this.models = models;
    }

    /** Null, and faults, when the field's kind cannot be known. */
    @Nullable
    Field read(Source source, String name, Node value) {
        Section section = Section.at(source, value, "the field '" + name + "'");
        FieldType type = section == null ? null : type(section);
        if (section == null) {
            return null;
        }
        if (type == null) {
            section.allow(ofAnyType(), LATER);
            return null;
        }
        List<String> known = new ArrayList<>(KEYS);
        type.settings().keySet().stream().sorted().forEach(known::add);
        section.allow(known, LATER);

        FieldRules rules = FieldRules.read(section, type);
        boolean required = section.flag("required") || rules.has(RequiredRule.CODE);
        boolean unique = section.flag("unique") || rules.has(UniqueRule.CODE);
        if (section.flag("unique") && !type.keyable()) {
            section.source().fault(section.keyPlace("unique"), "'unique' is not for fields of type " + type.name());
        }
        Field bare = new Field(
                0,
                name,
                otherwise(section.text("label", 200), Names.label(name)),
                otherwise(section.text("description", 2_000), ""),
                type,
                Settings.NONE,
                required,
                unique,
                null,
                normalizations(section, type),
                List.of(),
                null);
        SettingReader reader = new SettingReader(section, rules, models.keySet());
        Settings settings = reader.read(bare);
        if (settings == null) {
            return null;
        }
        Field whole = with(bare, settings, List.of(), null, reference(section, type, settings, required));
        if (whole.reference() == null && type.settings().containsKey("model")) {
            return null;
        }
        whole = with(whole, settings, rules.all(whole), null, whole.reference());
        rulesOf.put(name, rules);
        settingsOf.put(name, reader);
        return with(whole, settings, whole.rules(), defaultValue(section, whole), whole.reference());
    }

    /** The fields with those of their rules that depend on other fields, when all have been read. */
    Map<String, Field> withConditions(ModelDraft draft, Map<String, Field> fields) {
        ConditionReader conditions = new ConditionReader(draft, fields);
        Map<String, Field> all = new LinkedHashMap<>();
        fields.forEach((name, field) -> {
            List<Rule> more = Objects.requireNonNull(rulesOf.get(name))
                    .conditional(field, Objects.requireNonNull(settingsOf.get(name)), conditions);
            List<Rule> rules =
                    Stream.concat(field.rules().stream(), more.stream()).toList();
            all.put(name, more.isEmpty() ? field : field.withRules(rules, field.defaultValue()));
        });
        return all;
    }

    /** What a field may have whatever its type is: a misspelt word is a fault also where the type itself is. */
    private static List<String> ofAnyType() {
        Set<String> known = new TreeSet<>();
        FieldTypes.names()
                .forEach(name -> known.addAll(
                        Objects.requireNonNull(FieldTypes.find(name)).settings().keySet()));
        List<String> all = new ArrayList<>(KEYS);
        known.stream().filter(word -> !all.contains(word)).forEach(all::add);
        return all;
    }

    private static @Nullable FieldType type(Section section) {
        String word = Section.scalar(section.place("type"));
        if (!section.has("type")) {
            section.fault("type", section.what() + " has no 'type'; allowed here: " + all());
            return null;
        }
        FieldType type = word == null ? null : FieldTypes.find(word);
        if (type == null) {
            section.fault(
                    "type",
                    (word == null
                                    ? "'type' must be a word"
                                    : "there is no type '" + word + "'" + Nearest.suggestion(word, FieldTypes.names()))
                            + "; allowed here: " + all());
        }
        return type;
    }

    private static String all() {
        return String.join(", ", FieldTypes.names());
    }

    private static List<String> normalizations(Section section, FieldType type) {
        List<String> words = new ArrayList<>();
        for (ScalarNode word : section.words("normalize")) {
            if (!Normalization.words().contains(word.getValue())) {
                section.source()
                        .fault(
                                word,
                                "'normalize' must be a list of some of "
                                        + String.join(", ", Normalization.words())
                                        + Nearest.suggestion(word.getValue(), Normalization.words()));
            } else {
                words.add(word.getValue());
            }
        }
        if (section.has("normalize") && !type.textual()) {
            section.source()
                    .fault(section.keyPlace("normalize"), "'normalize' is for texts; " + type.name() + " is none");
            return List.of();
        }
        return List.copyOf(words);
    }

    private Field.@Nullable Reference reference(Section section, FieldType type, Settings settings, boolean required) {
        String model = settings.text("model");
        ModelDraft target = model == null ? null : models.get(model);
        if (!type.settings().containsKey("model") || target == null) {
            return null;
        }
        OnDelete onDelete = OnDelete.of(settings.text("onDelete"));
        if (onDelete == OnDelete.SET_NULL && required) {
            section.fault("onDelete", "'setNull' cannot be: the field is required; allowed here: restrict, cascade");
        }
        return new Field.Reference(target.name(), target.idType(), onDelete);
    }

    private static @Nullable JsonNode defaultValue(Section section, Field field) {
        Node node = section.value("default");
        if (node == null) {
            return null;
        }
        String text = Section.scalar(node);
        if (field.isReference() || field.type().writeOnly()) {
            section.source()
                    .fault(
                            section.keyPlace("default"),
                            "a " + field.type().name() + " takes no 'default'; leave it out");
            return null;
        }
        if (field.type().structured()) {
            JsonNode json = YamlJson.read(section.source(), node, "'default'");
            return json == null
                    ? null
                    : typedDefault(section, field, () -> field.type().fromJson(field, json));
        }
        if (field.type().several()) {
            return setDefault(section, field, node);
        }
        if (text == null) {
            section.fault(
                    "default",
                    "'default' must be a value of type " + field.type().name() + "; leave it out where there is none");
            return null;
        }
        if (field.type().textual() && !node.getTag().equals(Tag.STR)) {
            section.fault("default", "'default' must be text; put numbers, true and false in quotes");
            return null;
        }
        return typedDefault(section, field, () -> field.type().fromText(field, text));
    }

    /** Makes a typed value of what stands in a file. */
    @FunctionalInterface
    private interface Typed {
        Object value() throws ValueFault;
    }

    private static @Nullable JsonNode setDefault(Section section, Field field, Node node) {
        ArrayNode keys = Json.MAPPER.createArrayNode();
        for (Node item : Section.items(section.source(), node, "'default'")) {
            String key = Section.scalar(item);
            if (key == null) {
                section.source().fault(item, "'default' must be a list of keys, such as [A, B]");
                return null;
            }
            keys.add(key);
        }
        return node instanceof SequenceNode
                ? typedDefault(section, field, () -> field.type().fromJson(field, keys))
                : null;
    }

    private static @Nullable JsonNode typedDefault(Section section, Field field, Typed typed) {
        try {
            Object value = typed.value();
            for (Rule rule : field.rules()) {
                if (!rule.accepts(value)) {
                    section.fault(
                            "default",
                            "'default' does not obey the field's own rule " + rule.code() + ": it " + rule.message());
                    return null;
                }
            }
            return Json.parse(Json.write(out -> field.type().toJson(field, out, value)));
        } catch (ValueFault fault) {
            section.fault("default", "'default' " + fault.message());
            return null;
        }
    }

    private static Field with(
            Field field,
            Settings settings,
            List<Rule> rules,
            @Nullable JsonNode defaultValue,
            Field.@Nullable Reference reference) {
        return new Field(
                field.number(),
                field.name(),
                field.label(),
                field.description(),
                field.type(),
                settings,
                field.required(),
                field.unique(),
                defaultValue,
                field.normalizations(),
                rules,
                reference);
    }

    private static String otherwise(@Nullable String text, String standard) {
        return text == null ? standard : text;
    }
}
