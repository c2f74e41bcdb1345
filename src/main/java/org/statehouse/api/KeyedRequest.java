package org.statehouse.api;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.session.Actor;
import org.statehouse.state.RequestKey;

/**
 * A request with an Idempotency-Key, whose body is digested while it is read. The key is a string of structured fields
 * (RFC 9651, section 3.3.3), in double quotes; the same without quotes is accepted too and is the same key.
 */
final class KeyedRequest {

    static final String HEADER = "Idempotency-Key";

    /** Characters that a key may have. */
    static final int MAX_LENGTH = 255;

    /** The same in quotes, each behind a backslash. */
    private static final int MAX_WRITTEN = 2 * MAX_LENGTH + 2;

    private static final String ATTRIBUTE = "statehouse.idempotency-key";

    /** Other requests may have one, and nothing comes of it. */
    private static final Set<String> WRITES = Set.of("POST", "PATCH", "PUT", "DELETE");

    private static final Pattern QUOTED = Pattern.compile("\"((?:[!#-\\[\\]-~]|\\\\[\"\\\\])*)\"");
    private static final Pattern BARE = Pattern.compile("[!#-+\\--:<-\\[\\]-~]*");

    /** Headers that make it another request. */
    private static final List<String> HEADERS =
            List.of("Content-Type", "If-Match", "If-None-Match", "Prefer", "Lock-Token");

    private final String key;
    private final MessageDigest body;

    private KeyedRequest(String key, MessageDigest body) {
        this.key = key;
        this.body = body;
    }

    /** The request, whose body is digested while it is read if it has a key; 400 if it has one that cannot be. */
    static HttpServletRequest begin(HttpServletRequest request) {
        boolean none = request.getHeader(HEADER) == null || !WRITES.contains(request.getMethod());
        if (none) {
            return request;
        }
        List<String> keys = RequestHeaders.all(request, HEADER);
        boolean readable = keys.size() == 1 && keys.get(0).length() <= MAX_WRITTEN;
        String key = readable ? parse(keys.get(0).strip()) : null;
        if (key == null || key.isEmpty() || key.length() > MAX_LENGTH) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "Idempotency-Key takes 1 to " + MAX_LENGTH + " visible ASCII characters, once, such as"
                                    + " \"6f1c2a\"; without the quotes it has no quotes, commas, semicolons and"
                                    + " backslashes")
                    .with("header", HEADER)
                    .exception();
        }
        MessageDigest digest = sha256();
        request.setAttribute(ATTRIBUTE, new KeyedRequest(key, digest));
        return new HttpServletRequestWrapper(request) {
            @Override
            public ServletInputStream getInputStream() throws IOException {
                return new DigestedBody(super.getInputStream(), digest);
            }
        };
    }

    private static @Nullable String parse(String value) {
        Matcher quoted = QUOTED.matcher(value);
        if (quoted.matches()) {
            return quoted.group(1).replaceAll("\\\\(.)", "$1");
        }
        return BARE.matcher(value).matches() ? value : null;
    }

    /** What the request is, once its body is read; null if it has no key. */
    static @Nullable RequestKey of(HttpServletRequest request, Actor actor) {
        if (!(request.getAttribute(ATTRIBUTE) instanceof KeyedRequest keyed)) {
            return null;
        }
        MessageDigest whose = sha256();
        add(whose, actor.name());
        add(whose, request.getMethod());
        add(whose, path(request));
        add(whose, keyed.key);
        MessageDigest what = sha256();
        for (String header : HEADERS) {
            String value = RequestHeaders.value(request, header);
            add(what, value == null ? "-" : "+" + value);
        }
        add(what, String.valueOf(request.getQueryString()));
        what.update(keyed.body.digest());
        return new RequestKey(hex(whose), hex(what));
    }

    /** One spelling for each address: segments that were taken apart before they were decoded. */
    private static String path(HttpServletRequest request) {
        return RequestAddress.segments(request).stream()
                .map(segment -> URLEncoder.encode(segment, StandardCharsets.UTF_8))
                .collect(Collectors.joining("/"));
    }

    /** With its length before it, so that no two lists of texts are digested alike. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
