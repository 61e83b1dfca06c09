package com.ovhi.outreach.scheduler.pace;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.scheduler.pace.PaceSettings.Setting;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How fast what can wait leaves: of the caller's organisation, of its campaigns, of a channel. */
@RestController
@RequestMapping("/api/v1/paces")
@PreAuthorize("hasAuthority('ops')")
class PaceController {

    private static final Logger log = LoggerFactory.getLogger(PaceController.class);
    private static final double FASTEST = 100_000;
    private static final int HEAVIEST = 1_000;

    private final PaceSettings settings;

    PaceController(PaceSettings settings) {
        this.settings = settings;
    }

    @GetMapping
    List<Item> list(Caller caller) {
        var organization = caller.organization();
        settings.read();
        return settings.all().entrySet().stream()
                .filter(each -> each.getKey().startsWith("channel:")
                        || each.getKey().equals(Scope.organization(organization))
                        || each.getKey().equals(Scope.routine(organization))
                        || each.getKey().startsWith("campaign:" + organization + ":"))
                .map(each -> new Item(
                        each.getKey(),
                        each.getValue().perSecond(),
                        each.getValue().weight()))
                .sorted(Comparator.comparing(Item::scope))
                .toList();
    }

    /** Of the caller's organisation; its weight, which is at the others' expense, only as it is. */
    @PutMapping("/organization")
    Item organization(Caller caller, @RequestBody Body body) {
        var scope = Scope.organization(caller.organization());
        settings.read();
        var weight = settings.weight(scope);
        if (body.weight() != null && body.weight() != weight) {
            throw ProblemException.forbidden("weight-of-the-suite", "'weight' is set by the suite's operators");
        }
        return put(scope, new Body(body.perSecond(), weight), caller.organization(), caller);
    }

    /** Of what belongs to no campaign in the caller's organisation; what is urgent never waits for it. */
    @PutMapping("/routine")
    Item routine(Caller caller, @RequestBody Body body) {
        return put(
                Scope.routine(caller.organization()), new Body(body.perSecond(), null), caller.organization(), caller);
    }

    /** Of any organisation. */
    @PutMapping("/organizations/{organizationId}")
    @PreAuthorize("hasAuthority('service')")
    Item organization(Caller caller, @PathVariable long organizationId, @RequestBody Body body) {
        return put(Scope.organization(organizationId), body, organizationId, caller);
    }

    @PutMapping("/campaigns/{campaignId}")
    Item campaign(Caller caller, @PathVariable long campaignId, @RequestBody Body body) {
        return put(Scope.campaign(caller.organization(), campaignId), body, caller.organization(), caller);
    }

    /** Of a channel, which all organisations share. */
    @PutMapping("/channels/{channel}")
    @PreAuthorize("hasAuthority('service')")
    Item channel(Caller caller, @PathVariable String channel, @RequestBody Body body) {
        try {
            return put(Scope.channel(Channel.of(channel)), body, null, caller);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("unknown-channel", "There is no such channel");
        }
    }

    private Item put(String scope, Body body, @Nullable Long organizationId, Caller caller) {
        var perSecond = body.perSecond();
        var weight = body.weight() == null ? 1 : body.weight();
        if (perSecond != null && !(perSecond >= 0.01 && perSecond <= FASTEST)) {
            throw ProblemException.badRequest(
                    "invalid-pace", "'per_second' must be between 0.01 and " + (int) FASTEST + ", or null for none");
        }
        if (weight < 1 || weight > HEAVIEST) {
            throw ProblemException.badRequest("invalid-weight", "'weight' must be between 1 and " + HEAVIEST);
        }
        settings.put(scope, new Setting(perSecond, weight), organizationId, caller.subject());
        log.atInfo()
                .addKeyValue("scope", scope)
                .addKeyValue("by", caller.subject())
                .log("Pace set");
        return new Item(scope, perSecond, weight);
    }

    /**
     * What to set.
     *
     * @param perSecond null for no pace
     * @param weight the organisation's share behind a backlog, 1 when null
     */
    record Body(@Nullable Double perSecond, @Nullable Integer weight) {}

    /** What is set. */
    record Item(String scope, @Nullable Double perSecond, int weight) {}
}
