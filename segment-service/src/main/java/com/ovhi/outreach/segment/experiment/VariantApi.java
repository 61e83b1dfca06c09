package com.ovhi.outreach.segment.experiment;

import java.util.List;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;

/** ml-optimizer-service, as far as experiments ask it. */
interface VariantApi {

    /** Shares of the variants that are named; none where the organisation wants nothing learned to be used. */
    @GetExchange("/api/v1/variants")
    List<Share> shares(
            @RequestParam("organization_id") long organizationId,
            @RequestParam("campaign_id") long campaignId,
            @RequestParam("variant") List<String> variants);

    /**
     * What one variant shall get.
     *
     * @param share in [0, 1]
     */
    record Share(String variant, double share) {}
}
