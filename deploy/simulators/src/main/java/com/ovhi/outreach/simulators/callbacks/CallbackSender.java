package com.ovhi.outreach.simulators.callbacks;

import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.world.Provider;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;

/** What is particular about the callbacks of one provider. */
public interface CallbackSender {

    /** Whose callbacks these are. */
    Provider provider();

    /** Everything that will happen to an accepted message. */
    List<Callback> plan(Entry message);

    /** Lets something take effect at the provider, just before it is first posted. */
    void happen(Callback callback);

    /** A signed request that posts callbacks with the same URL. */
    HttpRequest.Builder request(List<Callback> batch);

    /** How many callbacks go into one request at most. */
    default int batchSize() {
        return 1;
    }

    /** How long to wait for more callbacks before posting a batch. */
    default Duration linger() {
        return Duration.ZERO;
    }

    /** How long a callback is retried before it is given up. */
    Duration horizon();
}
