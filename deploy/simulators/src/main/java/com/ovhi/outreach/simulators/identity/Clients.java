package com.ovhi.outreach.simulators.identity;

import com.ovhi.outreach.simulators.exchange.Credentials;
import com.ovhi.outreach.simulators.identity.IdentityProperties.Client;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Knows the clients: those that are configured, the suite's services, and OVHI's core system of each organisation. */
@Component
final class Clients {

    private static final Pattern CORE = Pattern.compile("ovhi-core-(\\d{1,18})");

    private final IdentityProperties properties;

    Clients(IdentityProperties properties) {
        this.properties = properties;
    }

    Optional<Client> authenticated(Credentials.Basic given) {
        return find(given.name()).filter(client -> same(client.secret(), given.secret()));
    }

    private Optional<Client> find(String id) {
        Optional<Client> configured = properties.clients().stream()
                .filter(client -> client.id().equals(id))
                .findFirst();
        return configured.or(() -> service(id)).or(() -> core(id));
    }

    private Optional<Client> service(String id) {
        return properties.services().contains(id)
                ? Optional.of(new Client(id, properties.serviceSecret(), List.of("service"), null))
                : Optional.empty();
    }

    private Optional<Client> core(String id) {
        Matcher core = CORE.matcher(id);
        return core.matches()
                ? Optional.of(
                        new Client(id, properties.coreSecret(), List.of("core-system"), Long.valueOf(core.group(1))))
                : Optional.empty();
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
