package com.ovhi.outreach.simulators.ledger;

import com.ovhi.outreach.simulators.world.DataDirectory;
import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Provider;
import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The ledger of each provider. */
@Component
public final class Ledgers implements Closeable {

    private final Map<Provider, Ledger> ledgers = new EnumMap<>(Provider.class);

    Ledgers(DataDirectory directory, DomainClock clock, JsonMapper json) {
        for (Provider provider : Provider.values()) {
            ledgers.put(provider, new Ledger(directory.file(provider.slug() + ".ndjson"), clock, json));
        }
    }

    /** The ledger of one provider. */
    public Ledger of(Provider provider) {
        return Objects.requireNonNull(ledgers.get(provider));
    }

    @Override
    public void close() throws IOException {
        for (Ledger ledger : ledgers.values()) {
            ledger.close();
        }
    }
}
