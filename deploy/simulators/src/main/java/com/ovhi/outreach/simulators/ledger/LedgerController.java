package com.ovhi.outreach.simulators.ledger;

import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/simulators")
class LedgerController {

    private static final int LARGEST_PAGE = 5000;

    private final Ledgers ledgers;
    private final DomainClock clock;
    private final List<SummaryPart> parts;

    LedgerController(Ledgers ledgers, DomainClock clock, List<SummaryPart> parts) {
        this.ledgers = ledgers;
        this.clock = clock;
        this.parts = parts;
    }

    @GetMapping("/ledger/{provider}")
    Ledger.Page ledger(
            @PathVariable String provider,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "500") int limit,
            @RequestParam(required = false) Entry.@Nullable Kind kind) {
        Provider wanted = Provider.ofSlug(provider)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such provider"));
        return ledgers.of(wanted)
                .page(
                        Math.max(0, after),
                        Math.clamp(limit, 1, LARGEST_PAGE),
                        entry -> kind == null || entry.kind() == kind);
    }

    @GetMapping("/summary")
    Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("at", clock.instant());
        summary.put("real_at", clock.real().instant());
        for (Provider provider : Provider.values()) {
            Ledger ledger = ledgers.of(provider);
            summary.put(provider.slug(), Map.of("last_seq", ledger.lastSeq(), "counts", ledger.counts()));
        }
        parts.forEach(part -> summary.put(part.name(), part.summary()));
        return summary;
    }
}
