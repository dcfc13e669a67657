package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.admin.Admin;
import io.integrationhost.admin.access.TokenFile;
import io.integrationhost.console.Browser;
import io.integrationhost.console.ConsolePages;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The console in a browser, before the program of the distribution and what it really does. */
final class ConsoleOfTheHostTest {

  private static final String NAME = "barn";

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());
  private Browser browser;

  @BeforeEach
  void startBrowser() {
    browser = Browser.startOrSkip();
  }

  @AfterEach
  void stopEmulator() {
    emulator.close();
  }

  @Test
  void anOperatorSeesWhatRunsAndSteersIt() throws IOException, InterruptedException {
    EarlierData.unpack("data-2026-11-30.zip", directory);
    EarlierData.addIntegrations(emulator);
    Path settings = EarlierData.settings(directory, emulator);
    try (HostProcess host = HostProcess.start("run", "--conf", settings.toString())) {
      host.awaitLineWith("'" + NAME + "' is RUNNING");
      Path port = directory.resolve("data").resolve(Admin.PORT_FILE);
      await().atMost(HostProcess.PATIENCE).until(() -> Files.exists(port));
      ConsolePages pages =
          new ConsolePages(
              browser, URI.create("http://127.0.0.1:" + Files.readString(port).strip() + "/"));
      pages.login(Files.readString(directory.resolve("data").resolve(TokenFile.NAME)).strip());
      try (DeviceConnection device = new DeviceConnection(EarlierData.port(host, NAME))) {
        assertThat(device.ask("Hello to ThingsBoard! My name is [Meter]")).startsWith("Hello");
        numbersAreLive(device);
        aReadingIsTapped(pages, device);
        intakeIsPaused(pages, device);
      }
      aLetterIsReplayed(pages);
      browser.assertQuiet();
      browser.driver().get("about:blank");
      assertThat(host.terminate()).isZero();
    }
  }

  private void numbersAreLive(DeviceConnection device) {
    awaitSending(
        device, () -> cell("State").contains("running") && cell("In /s").matches(".*[1-9].*"));
    browser.assertAccessible(Browser.Rules.ALL);
  }

  /** What a column of the integration's row says. */
  private String cell(String column) {
    List<WebElement> cells =
        browser
            .driver()
            .findElements(
                By.xpath("//tr[th//a='%s']/td[@data-label='%s']".formatted(NAME, column)));
    return cells.isEmpty() ? "" : cells.get(0).getText();
  }

  private void aReadingIsTapped(ConsolePages pages, DeviceConnection device) {
    pages.open("tap/" + NAME);
    pages.click("form button.main");
    awaitSending(device, () -> pages.find("tbody tr:last-child button.link").isPresent());
    pages.click("tbody tr:last-child button.link");
    pages.awaitText(".panes", "\"temperature\": 5");
    pages.awaitText(".panes", "stored after");
    browser.assertAccessible(Browser.Rules.ALL);
  }

  private void intakeIsPaused(ConsolePages pages, DeviceConnection device) throws IOException {
    pages.open("integration/" + NAME);
    pages.pressAndConfirm("Pause intake…");
    pages.awaitText(".notices", "The intake of " + NAME + " is paused.");
    pages.awaitText("main", "intake paused");
    browser.assertAccessible(Browser.Rules.ALL);
    // It is read when the pause ends, or was read before and is refused.
    device.send("77");
    assertThat(temperatures("Meter")).doesNotContain(77L);
    pages.pressAndConfirm("Resume…");
    pages.awaitText(".notices", NAME + " goes on.");
    assertThat(device.answer()).isNotNull();
    assertThat(device.ask("78")).isEqualTo("OK");
    await().atMost(HostProcess.PATIENCE).until(() -> temperatures("Meter").contains(78L));
  }

  private void aLetterIsReplayed(ConsolePages pages) {
    assertThat(temperatures("Refused")).isEmpty();
    pages.open("letters/" + NAME);
    pages.awaitText("tbody", "Refused");
    browser.assertAccessible(Browser.Rules.ALL);
    pages.pressAndConfirm("Replay all shown…");
    pages.awaitText(".notices", "1 will be delivered again. 1 stay: ");
    await().atMost(HostProcess.PATIENCE).until(() -> temperatures("Refused").equals(List.of(0L)));
  }

  /** Has a device send a reading at each look. */
  private static void awaitSending(DeviceConnection device, Callable<Boolean> wanted) {
    await()
        .atMost(HostProcess.PATIENCE)
        .until(
            () -> {
              assertThat(device.ask("5")).isEqualTo("OK");
              return wanted.call();
            });
  }

  private List<Long> temperatures(String device) {
    return emulator.integration(NAME).received().stream()
        .filter(item -> item.kind() == ReceivedItem.Kind.DEVICE && item.name().equals(device))
        .flatMap(item -> item.telemetry().stream())
        .map(reading -> (Long) reading.values().get("temperature"))
        .distinct()
        .toList();
  }
}
