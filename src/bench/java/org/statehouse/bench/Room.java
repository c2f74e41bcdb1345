package org.statehouse.bench;

import java.util.List;
import java.util.Optional;

/** Whom a class belongs to. */
final class Room {

    private static final String OURS = "org.statehouse.";

    /** Prefixes with the names of their rooms. */
    private static final List<List<String>> OTHERS = List.of(
            List.of("org.postgresql.", "JDBC driver"),
            List.of("com.sun.gjc.", "connection pool"),
            List.of("com.sun.enterprise.resource.", "connection pool"),
            List.of("com.sun.enterprise.connectors.", "connection pool"),
            List.of("com.sun.enterprise.transaction.", "transactions (JTA)"),
            List.of("com.sun.jts.", "transactions (JTA)"),
            List.of("com.fasterxml.jackson.", "Jackson"),
            List.of("org.glassfish.grizzly.", "Grizzly"),
            List.of("org.glassfish.jersey.", "Jersey"),
            List.of("org.jvnet.", "HK2"),
            List.of("org.glassfish.hk2.", "HK2"),
            List.of("org.apache.catalina.", "servlet container"),
            List.of("com.sun.enterprise.web.", "servlet container"),
            List.of("org.glassfish.web.", "servlet container"),
            List.of("org.jboss.weld.", "Weld"),
            List.of("org.glassfish.weld.", "Weld"),
            List.of("com.sun.ejb.", "EJB"),
            List.of("org.eclipse.persistence.", "JPA"),
            List.of("io.undertow.", "Undertow"),
            List.of("fish.payara.", "Payara"),
            List.of("org.glassfish.", "Payara"),
            List.of("com.sun.enterprise.", "Payara"));

    private Room() {}

    /** The room of a class; empty for the JDK's own, which work for others. */
    static Optional<String> of(String type) {
        if (type.startsWith(OURS)) {
            int end = type.indexOf('.', OURS.length());
            return Optional.of(end < 0 ? OURS : type.substring(0, end));
        }
        for (List<String> other : OTHERS) {
            if (type.startsWith(other.get(0))) {
                return Optional.of(other.get(1));
            }
        }
        boolean jdk = type.startsWith("java.")
                || type.startsWith("jdk.")
                || type.startsWith("sun.")
                || type.startsWith("javax.")
                || type.startsWith("com.sun.");
        return jdk ? Optional.empty() : Optional.of("others");
    }
}
