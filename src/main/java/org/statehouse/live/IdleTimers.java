package org.statehouse.live;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps Tyrus from starting timers that do nothing. With each message it starts one anew, even for sockets that have no
 * time-out for idleness, as ours, whose silence {@link LiveSocket} watches; and a timer of the container costs twice as
 * much as the message. Those without a delay are left out. Where this Tyrus is not the one that is known here, all is as it was.
 */
@WebListener
public final class IdleTimers implements ServletContextListener {

    private static final System.Logger LOG = System.getLogger(IdleTimers.class.getName());
    private static final String CONTAINER = "jakarta.websocket.server.ServerContainer";
    private static final String TIMERS = "managedScheduledExecutorService";
    private static final ScheduledFuture<?> DONE = new Done();

    @Override
    public void contextInitialized(ServletContextEvent event) {
        Object container = event.getServletContext().getAttribute(CONTAINER);
        try {
            Field timers = container == null ? null : field(container.getClass());
            if (timers != null && timers.get(container) instanceof ScheduledExecutorService all) {
                timers.set(container, withDelay(all));
            }
        } catch (ReflectiveOperationException | RuntimeException another) {
            LOG.log(System.Logger.Level.WARNING, "Each message on a socket starts a timer of the container", another);
        }
    }

    private static Field field(Class<?> container) throws NoSuchFieldException {
        for (Class<?> type = container; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(TIMERS)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(TIMERS);
    }

    /** The same timers, but for those without a delay, which are done before they begin. */
    static ScheduledExecutorService withDelay(ScheduledExecutorService all) {
        return (ScheduledExecutorService) Proxy.newProxyInstance(
                IdleTimers.class.getClassLoader(),
                new Class<?>[] {ScheduledExecutorService.class},
                (proxy, method, arguments) -> {
                    boolean once = method.getName().equals("schedule") && !(arguments[0] instanceof Callable);
                    if (once && arguments[1] instanceof Long delay && delay <= 0) {
                        return DONE;
                    }
                    try {
                        return method.invoke(all, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    /** A timer that has ended. */
    private static final class Done extends CompletableFuture<Object> implements ScheduledFuture<Object> {

        Done() {
            cancel(false);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(0, other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
