package org.statehouse.metadata;

import com.google.re2j.Pattern;
import java.util.Map;

/**
 * An absolute address of the web (RFC 3986, with characters of all scripts as RFC 3987 has them): {@code http} or
 * {@code https}, a host, and a port from 0 to 65535, path, query and fragment if there are any. The host is a name of one
 * label or more, an IPv4 address or an IPv6 address in brackets. Names and passwords before the host are refused, and so are
 * white space, {@code < > " \ ^ ` { | }} and a percent sign without its two digits.
 */
record UrlRule() implements Rule {

    static final String CODE = "url";

    private static final int MAX_PORT = 65_535;
    /** Beyond ASCII everything but white space. */
    private static final String WIDE = "\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}\\x{202A}-\\x{202E}"
            + "\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{FEFE}\\x{FF00}-\\x{10FFFF}";

    private static final String END = "[A-Za-z0-9_" + WIDE + "]";
    private static final String LABEL = END + "(?:[A-Za-z0-9_" + WIDE + "-]{0,61}" + END + ")?";
    private static final String HOST = "(?:" + LABEL + "(?:\\." + LABEL + ")*\\.?|\\[[0-9A-Fa-f:.]{2,45}\\])";
    private static final String REST = "(?:[A-Za-z0-9._~!$&'()*+,;=:@/?#\\[\\]" + WIDE + "-]|%[0-9A-Fa-f]{2})*";
    private static final Pattern FORM =
            Pattern.compile("^[Hh][Tt][Tt][Pp][Ss]?://" + HOST + "(?::([0-9]{1,5}))?(?:[/?#]" + REST + ")?$");

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
        com.google.re2j.Matcher parts = FORM.matcher((String) value);
        if (!parts.matches()) {
            return false;
        }
        String port = parts.group(1);
        return port == null || Integer.parseInt(port) <= MAX_PORT;
    }
}
