package org.statehouse.bench;

import java.nio.charset.StandardCharsets;

/** HTTP/1.1 requests as bytes. */
final class Requests {

    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";

    private Requests() {}

    static byte[] get(String path) {
        return bytes("GET " + path + HOST + "\r\n");
    }

    /** @param headers whole lines, each with its end */
    static byte[] json(String method, String path, String headers, String body) {
        return bytes(method + " " + path + HOST + "Content-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n" + headers + "\r\n" + body);
    }

    /** The version that a write is based on. */
    static String ifMatch(long version) {
        return "If-Match: \"" + version + "\"\r\n";
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.ISO_8859_1);
    }
}
