package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import java.util.Map;

/**
 * An address of the web: {@code http} or {@code https}, a host name of RFC 1123 (letters of all scripts, also a single label
 * such as {@code localhost}) or an IP number, a port, and a path, query and fragment as RFC 3986 and RFC 3987 have them.
 * Names and passwords before the host are refused, and so is every white space. The empty text is taken.
 */
record UrlRule() implements Rule {

    static final String CODE = "url";

    private static final String PORT =
            "(?::(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]" + "|6553[0-5]))?";
    private static final String HOST = HostName.LABEL + "(?:\\." + HostName.LABEL + ")*\\.?";
    private static final String IP6 = "\\[[0-9A-Fa-f:.]{2,45}\\]";
    private static final String CHARACTER = "(?:[A-Za-z0-9._~!$&'()*+,;=:@/" + HostName.WIDE + "-]|%[0-9A-Fa-f]{2})";
    private static final String LOOSE = "(?:" + CHARACTER + "|[?\\[\\]])*";
    private static final Pattern FORM = Pattern.compile("^[Hh][Tt][Tt][Pp][Ss]?://(?:" + HOST + "|" + IP6 + ")" + PORT
            + "(?:/" + CHARACTER + "*)?(?:\\?" + LOOSE + ")?(?:#" + LOOSE + ")?$");

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of();
    }

    @Override
    public String message() {
        return "must be an address of the web, such as https://example.com/page";
    }

    @Override
    public boolean accepts(Object value) {
        String text = (String) value;
        return text.isEmpty() || FORM.matches(text);
    }

    @Override
    public void describe(ObjectNode schema) {
        schema.put("format", "iri");
    }
}
