package com.ovhi.outreach.simulators.behaviour;

import com.ovhi.outreach.simulators.world.Provider;
import jakarta.validation.Valid;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/simulators")
class BehaviourController {

    private final Behaviours behaviours;

    BehaviourController(Behaviours behaviours) {
        this.behaviours = behaviours;
    }

    @GetMapping("/behaviour")
    Map<String, Behaviour> all() {
        Map<String, Behaviour> all = new TreeMap<>();
        for (Provider provider : Provider.values()) {
            all.put(provider.slug(), behaviours.of(provider));
        }
        return all;
    }

    @GetMapping("/behaviour/{provider}")
    Behaviour current(@PathVariable String provider) {
        return behaviours.of(named(provider));
    }

    @PutMapping("/behaviour/{provider}")
    Behaviour change(@PathVariable String provider, @RequestBody @Valid BehaviourRequest request) {
        behaviours.change(named(provider), request.behaviour());
        return behaviours.of(named(provider));
    }

    @PostMapping("/reset")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset() {
        behaviours.reset();
    }

    private static Provider named(String provider) {
        return Provider.ofSlug(provider)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such provider"));
    }
}
