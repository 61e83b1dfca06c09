package com.ovhi.outreach.channel.health;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the providers are, as this process sees them. */
@RestController
class ProviderController {

    private final ProviderHealth health;

    ProviderController(ProviderHealth health) {
        this.health = health;
    }

    @GetMapping("/api/v1/providers/health")
    @PreAuthorize("hasAnyAuthority('ops','clinic-staff')")
    List<Health> health() {
        return health.all();
    }

    /**
     * The state of one account at a provider.
     *
     * @param account {@code main}, or what the settings call it
     * @param breaker closed, open or half_open
     * @param failurePercent of recent calls; null while there are too few
     * @param inFlight calls of this process that are under way
     * @param accepted calls of this process since it started; likewise {@code notSent} and {@code unknown}
     * @param unresolved attempts on this channel, of all processes and accounts, whose outcome is being looked for
     */
    record Health(
            Provider provider,
            Channel channel,
            String account,
            String breaker,
            @Nullable Float failurePercent,
            int inFlight,
            long accepted,
            long notSent,
            long unknown,
            int unresolved) {}
}
