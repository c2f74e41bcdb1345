package org.statehouse.query;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters after the question mark, in their order, decoded strictly (WHATWG URL,
 * application/x-www-form-urlencoded, but UTF-8 and percent signs that are wrong are refused instead of replaced).
 *
 * @param parameters values by name, each in the order of the address
 */
public record QueryString(Map<String, List<String>> parameters) {

    public static final QueryString EMPTY = new QueryString(Map.of());

    public QueryString {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Reads the raw query of an address, null or "" for none; 400 {@code bad-query} if it cannot be decoded. */
    public static QueryString parse(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return EMPTY;
        }
        QueryFaults faults = new QueryFaults();
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String part : raw.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : decode(part.substring(equals + 1));
            if (name == null || value == null) {
                faults.add(part, "is not valid UTF-8 in percent-encoding");
            } else {
                parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            }
        }
        faults.check();
        return new QueryString(parameters);
    }

    private static @Nullable String decode(String encoded) {
        byte[] raw = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '+') {
                bytes.write(' ');
            } else if (raw[i] != '%') {
                bytes.write(raw[i]);
            } else {
                boolean whole = i + 2 < raw.length;
                int high = whole ? Character.digit(raw[i + 1], 16) : -1;
                int low = whole ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes.write(high * 16 + low);
                i += 2;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }
}
