package com.ovhi.outreach.preference.registration;

import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.contract.ovhi.ProviderUpdated;
import com.ovhi.outreach.preference.setting.DefaultLevels;
import com.ovhi.outreach.preference.setting.DefaultLevels.Owner;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes over what OVHI core says of organisations and providers. Runs in the caller's transaction. */
@Component
class DefaultsUpdates {

    private final DefaultLevels levels;
    private final DefaultsRollout rollout;

    DefaultsUpdates(DefaultLevels levels, DefaultsRollout rollout) {
        this.levels = levels;
        this.rollout = rollout;
    }

    void update(OrganizationUpdated event, Instant at) {
        OrganizationUpdated.@Nullable Capabilities capabilities = event.capabilities();
        var changed = levels.update(
                new Owner(Level.ORGANIZATION, event.organizationId()),
                event.organizationId(),
                zone(event.timezone()),
                firstLanguage(event.languages()),
                capabilities == null || capabilities.whatsapp(),
                at.truncatedTo(ChronoUnit.MICROS));
        if (changed) {
            rollout.order(new Owner(Level.ORGANIZATION, event.organizationId()));
        }
    }

    void update(ProviderUpdated event, Instant at) {
        var changed = levels.update(
                new Owner(Level.PROVIDER, event.providerId()),
                event.organizationId(),
                zone(event.timezone()),
                null,
                true,
                at.truncatedTo(ChronoUnit.MICROS));
        if (changed) {
            rollout.order(new Owner(Level.PROVIDER, event.providerId()));
        }
    }

    private static @Nullable String zone(@Nullable String zone) {
        return Settings.isZone(zone) ? zone : null;
    }

    private static @Nullable String firstLanguage(@Nullable List<String> languages) {
        return languages == null
                ? null
                : languages.stream()
                        .flatMap(each -> Settings.language(each).stream())
                        .findFirst()
                        .orElse(null);
    }
}
