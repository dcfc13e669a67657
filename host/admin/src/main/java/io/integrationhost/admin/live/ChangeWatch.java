package io.integrationhost.admin.live;

import io.integrationhost.admin.live.Event.Kind;
import io.integrationhost.admin.live.Event.Severity;
import io.integrationhost.host.Host;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.host.settings.SettingsReport;
import io.integrationhost.runtime.LeakedPlugin;
import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginInfo;
import io.integrationhost.runtime.RejectedJar;
import io.integrationhost.spool.SpoolLosses;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sees what has changed since the last look, and makes events of it. For one thread. */
final class ChangeWatch {

  private final Host host;
  private final EventLog events;
  private Optional<SettingsReport> settings;
  private PluginCatalog plugins;
  private Set<String> leaked = Set.of();
  private final Map<String, SpoolLosses> losses = new HashMap<>();

  ChangeWatch(Host host, EventLog events) {
    this.host = host;
    this.events = events;
    this.settings = host.settingsReport();
    this.plugins = host.plugins();
  }

  void look() {
    settings();
    plugins();
    host.integrations().forEach(this::losses);
  }

  private void settings() {
    Optional<SettingsReport> now = host.settingsReport();
    Optional<SettingsReport> before = settings;
    settings = now;
    if (now.isEmpty() || before.isEmpty()) {
      return;
    }
    if (now.get().refused() > before.get().refused()) {
      events.add(
          Kind.SETTINGS,
          Severity.ERROR,
          "changed settings are refused, the former ones count: "
              + now.get().problems().stream()
                  .limit(3)
                  .map(Object::toString)
                  .collect(Collectors.joining("; ")),
          Optional.empty());
    }
    if (now.get().applied() > before.get().applied()) {
      List<String> later =
          now.get().later().stream().filter(key -> !before.get().later().contains(key)).toList();
      events.add(
          Kind.SETTINGS,
          later.isEmpty() ? Severity.INFO : Severity.WARN,
          "changed settings are in use"
              + (later.isEmpty()
                  ? ""
                  : "; takes effect at the next start: " + String.join(", ", later)),
          Optional.empty());
    }
  }

  private void plugins() {
    PluginCatalog now = host.plugins();
    PluginCatalog before = plugins;
    plugins = now;
    if (!now.equals(before)) {
      Set<String> had = labels(before);
      Set<String> has = labels(now);
      told("installed", has, had, Severity.INFO);
      told("not installed any more", had, has, Severity.INFO);
      now.rejected().stream()
          .filter(jar -> !before.rejected().contains(jar))
          .map(RejectedJar::message)
          .forEach(message -> events.add(Kind.PLUGINS, Severity.ERROR, message, Optional.empty()));
    }
    Map<String, LeakedPlugin> leaks = new HashMap<>();
    host.leaks().forEach(leak -> leaks.put(leak.plugin(), leak));
    leaks.forEach(
        (plugin, leak) -> {
          if (!leaked.contains(plugin)) {
            events.add(Kind.PLUGINS, Severity.WARN, leak.message(), Optional.empty());
          }
        });
    leaked = Set.copyOf(leaks.keySet());
  }

  private static Set<String> labels(PluginCatalog catalog) {
    return catalog.plugins().stream().map(PluginInfo::label).collect(Collectors.toSet());
  }

  private void told(String what, Set<String> these, Set<String> others, Severity severity) {
    Set<String> only = new HashSet<>(these);
    only.removeAll(others);
    only.stream()
        .sorted()
        .forEach(
            label ->
                events.add(
                    Kind.PLUGINS, severity, "plugin " + label + " is " + what, Optional.empty()));
  }

  private void losses(RunningIntegration integration) {
    SpoolLosses now = integration.spool().losses();
    SpoolLosses before = losses.put(integration.name(), now);
    if (before == null) {
      return;
    }
    lost(
        integration.name(),
        before.overflowRecords(),
        now.overflowRecords(),
        "dropped from the full spool");
    lost(
        integration.name(),
        before.expiredRecords(),
        now.expiredRecords(),
        "older than spool.max-age");
    lost(integration.name(), before.damagedRecords(), now.damagedRecords(), "damaged on the disk");
  }

  private void lost(String integration, long before, long now, String how) {
    if (now > before) {
      events.add(
          Kind.LOSS,
          Severity.ERROR,
          "integration '" + integration + "': " + (now - before) + " readings lost: " + how,
          Optional.of(integration));
    }
  }
}
