package com.ovhi.outreach.optimizer.variant;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.optimizer.response.VariantBandit.Share;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shares of the wordings of an experiment that asks for them. */
@RestController
@RequestMapping("/api/v1/variants")
class VariantController {

    private static final int MOST = 10;
    private static final Pattern NAME = Pattern.compile("[\\w-]{1,64}");

    private final Variants variants;

    VariantController(Variants variants) {
        this.variants = variants;
    }

    /**
     * Shares of the wordings that are named, by what patients of a language and age band did; without either, by what all did.
     */
    @GetMapping
    @PreAuthorize("hasAnyAuthority('campaign-manager','ops','service')")
    List<Share> shares(
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            @RequestParam("campaign_id") long campaignId,
            @RequestParam(name = "step", required = false) @Nullable Integer step,
            @RequestParam("variant") List<String> names,
            @RequestParam(name = "language", required = false) @Nullable String language,
            @RequestParam(name = "age_band", required = false) @Nullable String ageBand,
            @Parameter(hidden = true) Caller caller) {
        var sound = names.size() >= 2
                && names.size() <= MOST
                && names.stream().distinct().count() == names.size()
                && names.stream().allMatch(each -> NAME.matcher(each).matches());
        if (!sound) {
            throw ProblemException.badRequest(
                    "invalid-variants",
                    "'variant' must name two to ten wordings, each once, of letters, digits, _ and -");
        }
        return variants.shares(
                new Variants.Asked(caller.organizationOr(organizationId), campaignId, step, names, language, ageBand));
    }
}
