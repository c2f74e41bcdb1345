package org.statehouse.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.StartFailure;

/**
 * Tells the other nodes of a cluster that there is something new in the log, and hears it from them as the event {@link Woken}.
 * A message has a position and nothing else: who hears it reads the log. One that gets lost costs what the poll behind it
 * takes.
 */
@ApplicationScoped
public class WakeUps {

    private static final System.Logger LOG = System.getLogger(WakeUps.class.getName());

    private static final String TOPIC = "statehouse.log";

    @Inject
    @SuppressWarnings("NullAway.Init") // the container sets it
    private ClusterSettings settings;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Event<Woken> heard;

    /** Payara's own. */
    @Inject
    @SuppressWarnings("NullAway.Init")
    private Instance<HazelcastInstance> found;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedExecutorService executor;

    private final AtomicLong greatest = new AtomicLong();
    private final AtomicBoolean telling = new AtomicBoolean();
    private @Nullable ITopic<Long> topic;
    private @Nullable UUID listener;

    /** Listens from now on, where there is a cluster. */
    public void join() {
        if (!settings.isClustered()) {
            return;
        }
        ITopic<Long> wakeUps = hazelcast().getTopic(TOPIC);
        listener = wakeUps.addMessageListener(this::hear);
        topic = wakeUps;
    }

    @PreDestroy
    void stop() {
        ITopic<Long> told = topic;
        UUID listening = listener;
        topic = null;
        if (told != null && listening != null) {
            try {
                told.removeMessageListener(listening);
            } catch (HazelcastInstanceNotActiveException gone) {
                LOG.log(System.Logger.Level.DEBUG, "The cluster was left before", gone);
            }
        }
    }

    /** Says that a position is in the log. Waits for nobody; of positions that come fast only the last is told. */
    public void tell(long position) {
        if (topic == null) {
            return;
        }
        greatest.accumulateAndGet(position, Math::max);
        if (telling.compareAndSet(false, true)) {
            executor.execute(this::tellGreatest);
        }
    }

    private void tellGreatest() {
        telling.set(false);
        ITopic<Long> told = topic;
        if (told == null) {
            return;
        }
        try {
            told.publish(greatest.get());
        } catch (RuntimeException failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The other nodes cannot be woken just now; they look by themselves",
                    failure);
        }
    }

    private void hear(Message<Long> message) {
        if (message.getPublishingMember() == null
                || !message.getPublishingMember().localMember()) {
            heard.fire(new Woken(message.getMessageObject()));
        }
    }

    private HazelcastInstance hazelcast() {
        if (!found.isResolvable()) {
            throw new StartFailure("STATEHOUSE_CLUSTER is " + settings.cluster()
                    + ", but this Payara has no Hazelcast. Start it with Hazelcast, or leave STATEHOUSE_CLUSTER out.");
        }
        return found.get();
    }
}
