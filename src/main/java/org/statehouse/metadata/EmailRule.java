package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import java.util.Map;

/**
 * An e-mail address as people have them: local part of 1 to 64 characters (RFC 5322 dot-atom, with letters of all scripts
 * as RFC 6532 has it), a host name of two labels or more (RFC 1123, RFC 5890), the last one beginning with a letter and of
 * two characters at least. Quoted local parts, addresses of IP numbers, hosts without a dot and white space are refused.
 */
record EmailRule() implements Rule {

    static final String CODE = "email";

    private static final int MAX_LOCAL = 64;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~" + HostName.WIDE + "-]+";
    private static final String LAST_LABEL = "[A-Za-z" + HostName.WIDE + "]" + HostName.INNER + HostName.END;
    private static final Pattern FORM =
            Pattern.compile("^" + ATOM + "(?:\\." + ATOM + ")*@(?:" + HostName.LABEL + "\\.)+" + LAST_LABEL + "$");

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
        return "must be an e-mail address, such as name@example.com";
    }

    @Override
    public boolean accepts(Object value) {
        String text = (String) value;
        int local = text.indexOf('@');
        return local > 0 && text.codePointCount(0, local) <= MAX_LOCAL && FORM.matches(text);
    }

    @Override
    public void describe(ObjectNode schema) {
        schema.put("format", "idn-email");
    }
}
