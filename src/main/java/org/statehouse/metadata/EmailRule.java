package org.statehouse.metadata;

import com.google.re2j.Pattern;
import java.util.Map;

/**
 * An e-mail address as people have them: local part of 1 to 64 characters of ASCII (RFC 5322 dot-atom), a host name of two
 * labels or more (RFC 1123), the last one beginning with a letter. Quoted local parts, addresses of IP numbers and hosts
 * without a dot are refused.
 */
record EmailRule() implements Rule {

    static final String CODE = "email";

    private static final int MAX_LOCAL = 64;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final String LAST_LABEL = "[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])";
    private static final Pattern FORM =
            Pattern.compile("^" + ATOM + "(?:\\." + ATOM + ")*@(?:" + LABEL + "\\.)+" + LAST_LABEL + "$");

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
        return text.indexOf('@') <= MAX_LOCAL && FORM.matches(text);
    }
}
