package org.statehouse.launcher;

/** The start class of {@code statehouse.jar}. */
public final class Main {
    private Main() {}

    /** Starts the server; the arguments are Payara Micro's own. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Class.forName("fish.payara.micro.impl.PayaraMicroImpl")
                .getMethod("main", String[].class)
                .invoke(null, (Object) args);
    }
}
