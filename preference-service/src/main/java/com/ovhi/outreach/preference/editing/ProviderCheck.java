package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.setting.DefaultLevels;
import com.ovhi.outreach.preference.setting.DefaultLevels.Owner;
import com.ovhi.outreach.preference.setting.Level;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keeps patients from getting the defaults of somebody else's provider. Runs in the caller's transaction. */
@Component
class ProviderCheck {

    private final DefaultLevels levels;

    ProviderCheck(DefaultLevels levels) {
        this.levels = levels;
    }

    /** @throws ProblemException 422 when the provider is known to belong to another organisation */
    void require(Profile patient, @Nullable Long providerId) {
        if (providerId == null || providerId.equals(patient.providerId())) {
            return;
        }
        var owner = levels.find(new Owner(Level.PROVIDER, providerId)).map(each -> each.organizationId());
        if (owner.isPresent() && owner.get() != patient.organizationId()) {
            throw ProblemException.unprocessable("unknown-provider", "The organisation has no such provider");
        }
    }
}
