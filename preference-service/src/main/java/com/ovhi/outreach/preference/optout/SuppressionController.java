package com.ovhi.outreach.preference.optout;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.security.Roles;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.optout.SuppressionDesk.Lifting;
import com.ovhi.outreach.preference.optout.SuppressionDesk.Outcome;
import com.ovhi.outreach.preference.optout.SuppressionDesk.Removal;
import com.ovhi.outreach.preference.suppression.Barrier;
import com.ovhi.outreach.preference.suppression.SuppressionList;
import com.ovhi.outreach.preference.suppression.SuppressionList.Binds;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import com.ovhi.outreach.preference.suppression.Suppressions.AddressOnChannel;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Addresses that may not be contacted. They come in bodies only; answers and URLs name them by their keyed hash. */
@RestController
@RequestMapping("/api/v1/suppressions")
@PreAuthorize("hasAnyAuthority('compliance','clinic-staff')")
class SuppressionController {

    private static final int MAX_LIMIT = 500;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");

    private final SuppressionDesk desk;

    SuppressionController(SuppressionDesk desk) {
        this.desk = desk;
    }

    @GetMapping
    Page list(
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(defaultValue = "true") boolean active,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit,
            Caller caller,
            HttpServletRequest http) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.badRequest("invalid-limit", "'limit' must be between 1 and " + MAX_LIMIT);
        }
        var filter = new SuppressionList.Filter(
                channel == null ? null : channelOf(channel),
                reason == null ? null : reasonOf(reason),
                active,
                after == null ? null : position(after),
                limit);
        var entries = desk.find(caller.organization(), filter, Actor.of(caller, http));
        return Page.of(entries, limit);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    State add(@Valid @RequestBody Report report, Caller caller, HttpServletRequest http) {
        return State.of(
                report.channel(),
                desk.add(
                        caller.organization(),
                        report.channel(),
                        report.address(),
                        report.reason(),
                        Actor.of(caller, http)));
    }

    /**
     * Lifts what the caller's organisation made or, with {@code binds=everybody}, what binds everybody.
     *
     * @param because why it no longer holds: one of {@link Removal}
     */
    @DeleteMapping("/{channel}/{addressHash}/{reason}")
    @PreAuthorize("hasAnyAuthority('compliance','clinic-staff','ops')")
    State remove(
            @PathVariable String channel,
            @PathVariable String addressHash,
            @PathVariable String reason,
            @RequestParam String because,
            @RequestParam(defaultValue = "organization") String binds,
            Caller caller,
            HttpServletRequest http) {
        if (!HASH.matcher(addressHash).matches()) {
            throw ProblemException.badRequest("invalid-hash", "An address is named by 32 hexadecimal digits");
        }
        var on = channelOf(channel);
        var lifting = new Lifting(
                barrier(addressHash, on, binds, caller),
                reasonOf(reason),
                caller.roles().contains(Roles.COMPLIANCE),
                caller.roles().contains(Roles.OPS));
        return State.of(on, desk.remove(lifting, Removal.of(because), caller.organization(), Actor.of(caller, http)));
    }

    /** What an organisation made is for its staff; who may lift what binds everybody, the desk decides. */
    private static Barrier barrier(String addressHash, Channel channel, String binds, Caller caller) {
        var everybody = code(binds, Binds::valueOf, "invalid-binds") == Binds.EVERYBODY;
        var staff = caller.roles().contains(Roles.COMPLIANCE) || caller.roles().contains(Roles.CLINIC_STAFF);
        if (!everybody && !staff) {
            throw ProblemException.forbidden("binds-everybody", "Staff lift what their organisation made");
        }
        return everybody
                ? Barrier.toEverybody(addressHash, channel)
                : new Barrier(addressHash, channel, caller.organization());
    }

    private static Channel channelOf(String code) {
        return code(code, Channel::of, "invalid-channel");
    }

    private static SuppressionReason reasonOf(String code) {
        return code(code, SuppressionReason::of, "invalid-reason");
    }

    private static <T> T code(String code, Function<String, T> read, String slug) {
        try {
            return read.apply(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(slug, "There is no such code");
        }
    }

    private static AddressOnChannel position(String after) {
        var dot = after.indexOf('.');
        if (dot < 0 || !HASH.matcher(after.substring(0, dot)).matches()) {
            throw ProblemException.badRequest("invalid-after", "'after' must be the 'next' of an earlier page");
        }
        return new AddressOnChannel(after.substring(0, dot), channelOf(after.substring(dot + 1)));
    }

    /** Body of a report. */
    record Report(
            @NotNull Channel channel,
            @NotBlank @Size(max = 254) String address,
            @NotNull SuppressionReason reason) {

        @Override
        public String toString() {
            return "Report[" + Masked.MASK + "]";
        }
    }

    /** What holds for the address and the caller's organisation afterwards; {@code reason} is the gravest one that holds. */
    record State(
            String addressHash,
            Channel channel,
            boolean active,
            boolean marketingOnly,
            @Nullable SuppressionReason reason) {

        static State of(Channel channel, Outcome outcome) {
            var now = outcome.suppression();
            return new State(
                    outcome.addressHash(),
                    channel,
                    now.active(),
                    now.marketingOnly(),
                    now.active() ? now.reason() : null);
        }
    }

    /**
     * One page.
     *
     * @param next what to give as {@code after} for the next page, null when this is the last
     */
    record Page(
            List<SuppressionList.Entry> entries, @Nullable String next) {

        static Page of(List<SuppressionList.Entry> entries, int limit) {
            if (entries.size() < limit) {
                return new Page(entries, null);
            }
            var last = entries.getLast();
            return new Page(entries, last.addressHash() + "." + last.channel().code());
        }
    }
}
