package org.statehouse.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * The one JSON reader and writer (RFC 8259): UTF-8 only, no duplicate keys, nothing after the value, at most 64 levels and
 * 1,000 digits a number, decimals exact. Every violation is 400 {@code malformed-request} with line and column.
 */
public final class Json {

    /** Levels of nesting that a document may have. */
    public static final int MAX_DEPTH = 64;
    /** Digits that a number may be written with. */
    public static final int MAX_NUMBER_LENGTH = 1_000;

    /** Characters that a member's name may have. */
    public static final int MAX_NAME_LENGTH = 50_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .build();

    /** For trees of our own making; requests are read by {@link #parse}. */
    public static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Where the reader's messages begin to speak of its own settings. */
    private static final Pattern INTERNALS = Pattern.compile(
            ": enable `.*| ?\\(start marker.*| ?\\[Source.*| ?\\(for subtype.*|\\(?`?com\\.fasterxml.*");

    private Json() {}

    /** What writes JSON to a generator. */
    @FunctionalInterface
    public interface Writer {
        void write(JsonGenerator out) throws IOException;
    }

    /** Reads one document. */
    public static JsonNode parse(byte[] utf8) {
        requireUtf8(utf8);
        try {
            JsonNode node = MAPPER.readTree(utf8);
            if (node == null || node.isMissingNode()) {
                throw malformed("The body is empty; a JSON value is needed");
            }
            return node;
        } catch (StreamConstraintsException limit) {
            throw malformed("The JSON is beyond a limit: at most " + MAX_DEPTH + " levels, " + MAX_NUMBER_LENGTH
                    + " digits a number and " + MAX_NAME_LENGTH + " characters a name");
        } catch (JsonProcessingException fault) {
            throw malformed("The body is not valid JSON" + at(fault.getLocation()) + ": " + reason(fault));
        } catch (NumberFormatException exponent) {
            throw malformed("The JSON has a number whose exponent is beyond what any field takes");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Reads one document that must be an object. */
    public static ObjectNode parseObject(byte[] utf8) {
        JsonNode node = parse(utf8);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw malformed("The body must be a JSON object");
    }

    /** Writes a document as UTF-8. */
    public static byte[] write(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = MAPPER.createGenerator(bytes)) {
            writer.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void requireUtf8(byte[] bytes) {
        if (bytes.length > 2 && (bytes[0] & 0xff) == 0xef && (bytes[1] & 0xff) == 0xbb && (bytes[2] & 0xff) == 0xbf) {
            throw malformed("The body begins with a byte order mark; JSON has none (RFC 8259, section 8.1)");
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException notUtf8) {
            throw malformed("The body is not valid UTF-8");
        }
    }

    private static RuntimeException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail).exception();
    }

    private static String at(JsonLocation where) {
        return where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
    }

    /** Not the token that was read: it may be a secret in the wrong place, and a message is kept and logged. */
    private static String withoutToken(String message) {
        return message.startsWith("Unrecognized token") ? "there is a word that is no JSON value" : message;
    }

    private static String reason(JsonProcessingException fault) {
        String first =
                String.valueOf(fault.getOriginalMessage()).lines().findFirst().orElse("unreadable");
        return first.startsWith("Trailing token")
                ? "nothing may follow the value"
                : withoutToken(INTERNALS.matcher(first).replaceFirst("").strip());
    }
}
