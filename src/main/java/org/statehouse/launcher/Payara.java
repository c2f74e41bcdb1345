package org.statehouse.launcher;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Payara Micro, by the class that its own jar starts with; so its command line works here as well. */
final class Payara {
    private static final String START_CLASS = "fish.payara.micro.impl.PayaraMicroImpl";
    private static final long STOP_MILLIS = 30_000;
    private static final String HOOK = "Payara Micro Shutdown Hook";

    private @Nullable Thread hook;

    /**
     * Starts it with the application and returns when both are up, or the application has failed.
     *
     * @throws StartFailure if the container itself does not start
     */
    void start(List<String> arguments) {
        try {
            Class<?> server = Class.forName(START_CLASS);
            server.getMethod("getInstance").invoke(null);
            hook = takeHook();
            server.getMethod("main", String[].class).invoke(null, (Object) arguments.toArray(String[]::new));
        } catch (InvocationTargetException e) {
            throw new StartFailure("Payara Micro does not start: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new StartFailure("Payara Micro is not in this jar (" + e + "). Run target/statehouse.jar.", e);
        }
    }

    /** Stops the application and the container, without what it would print about that, and returns when they have stopped, or after 30 s. */
    void stop() {
        Thread stopping = hook;
        if (stopping == null) {
            return;
        }
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        stopping.start();
        try {
            stopping.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes over the thread that stops Payara when the JVM ends: the JVM runs all such threads at once, but the
     * database must outlive the application.
     */
    private static @Nullable Thread takeHook() throws ReflectiveOperationException {
        Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
        hooks.setAccessible(true);
        Thread found = null;
        for (Object thread : ((Map<?, ?>) hooks.get(null)).keySet()) {
            if (thread instanceof Thread candidate && candidate.getName().equals(HOOK)) {
                found = candidate;
            }
        }
        if (found != null) {
            Runtime.getRuntime().removeShutdownHook(found);
        }
        return found;
    }
}
