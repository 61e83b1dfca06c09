package com.ovhi.outreach.template.portal;

import com.ovhi.outreach.common.limit.Limit;
import com.ovhi.outreach.common.limit.RequestLimits;
import com.ovhi.outreach.common.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How often links may be looked at and tried, by one client and by all, over all instances. */
@Component
class PortalLimits {

    private static final String ALL = "all";

    private final RequestLimits requests;
    private final Limit landings;
    private final Limit allLandings;
    private final Limit guesses;
    private final Limit allRedeems;

    PortalLimits(RequestLimits requests, PortalProperties properties) {
        this.requests = requests;
        landings = Limit.perMinute("portal-landing", properties.landingsPerMinute());
        allLandings = Limit.perSecond("portal-landing-all", properties.landingsPerSecond());
        guesses = Limit.perMinute("portal-redeem", properties.guessesPerMinute());
        allRedeems = Limit.perSecond("portal-redeem-all", properties.redeemsPerSecond());
    }

    /**
     * Counts a look at a link.
     *
     * @throws ProblemException 429 {@code too-many-requests}
     */
    void landing(String clientAddress) {
        count(landings, clientAddress);
        count(allLandings, ALL);
    }

    /**
     * Counts a try to use a link.
     *
     * @param client who tries, as the portal tells clients apart; null when it does not
     * @throws ProblemException 429 {@code too-many-requests}
     */
    void redeem(@Nullable String client) {
        if (client != null) {
            count(guesses, client);
        }
        count(allRedeems, ALL);
    }

    private void count(Limit limit, String key) {
        var admission = requests.count(limit, key);
        if (!admission.admitted()) {
            throw ProblemException.tooManyRequests(
                    "too-many-requests", "Links are looked at too often; try again later", admission.retryAfter());
        }
    }
}
