package org.statehouse.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;

/**
 * A JSON Schema (draft 2020-12) that stands in a model's file. It refers to nothing outside itself, has no word that is not
 * known, and its patterns run in linear time. {@code format} is a note for readers, as the draft has it.
 */
final class InlineSchema {

    static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    /** Bytes that a schema may have as JSON. */
    static final int MAX_BYTES = 50_000;

    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .regularExpressionFactory(InlineSchema::expression)
            .formatAssertionsEnabled(false)
            .locale(Locale.ENGLISH)
            .build();

    /** Fetches nothing. */
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));

    private final JsonNode source;
    private final boolean refers;
    private final JsonSchema compiled;

    private InlineSchema(JsonNode source, boolean refers, JsonSchema compiled) {
        this.source = source;
        this.refers = refers;
        this.compiled = compiled;
    }

    /** A fault has the place in the schema as its parameter {@code pointer}. */
    static InlineSchema of(JsonNode source) throws ValueFault {
        if (!source.isObject()) {
            throw SchemaOutline.fault("", "must be a JSON Schema: a mapping such as {type: object, required: [name]}");
        }
        if (Json.write(out -> out.writeTree(source)).length > MAX_BYTES) {
            throw SchemaOutline.fault("", "must have at most " + MAX_BYTES + " bytes as JSON");
        }
        for (ValidationMessage wrong : Dialect.SCHEMA.validate(source)) {
            throw SchemaOutline.fault(
                    wrong.getInstanceLocation().toString(),
                    "must be a JSON Schema (2020-12): " + Characters.shown(wrong.getError(), 200));
        }
        boolean refers = SchemaOutline.check(source);
        return new InlineSchema(source, refers, FACTORY.getSchema(source, CONFIG));
    }

    JsonNode source() {
        return source;
    }

    /** Whether it refers to its own parts, so that it cannot become a part of another schema as it stands. */
    boolean refers() {
        return refers;
    }

    boolean accepts(JsonNode value) {
        return compiled.validate(value, OutputFormat.BOOLEAN);
    }

    Set<ValidationMessage> faults(JsonNode value) {
        return compiled.validate(value);
    }

    /** By its text, from which all else is made. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof InlineSchema schema && schema.source.toString().equals(source.toString());
    }

    @Override
    public int hashCode() {
        return source.toString().hashCode();
    }

    private static RegularExpression expression(String source) {
        try {
            CommonPattern.Compiled pattern = CommonPattern.compile(source);
            return text -> pattern.pattern().matcher(text).find();
        } catch (ValueFault checkedBefore) {
            throw new IllegalStateException(checkedBefore);
        }
    }

    /** The schema of schemas, read when it is needed first. Its own patterns are not those of users. */
    private static final class Dialect {
        static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        SchemaLocation.of(DIALECT),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(false)
                                .locale(Locale.ENGLISH)
                                .build());
    }
}
