package io.integrationhost.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A Chromium without a window, of the machine. The environment variable {@code REQUIRED_TOOLS} says
 * whether it must be there: then a test fails without it, else it is skipped.
 */
public final class Browser {

  private static final String REQUIRED = "REQUIRED_TOOLS";
  private static final String CHROMIUM = "chromium";
  private static final String DRIVER = "chromedriver";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TAGS =
      "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

  /** Tells at each start that it does not know this browser's newest protocol; kept, so quiet. */
  private static final List<Logger> TALKATIVE =
      List.of(
          Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder"),
          Logger.getLogger("org.openqa.selenium.chromium.ChromiumDriver"));

  private final ChromeDriver driver;
  private final List<String> expected = new ArrayList<>();
  private final Map<String, String> preferred = new TreeMap<>();

  private Browser(ChromeDriver driver) {
    this.driver = driver;
    // Else a look at colours may come while one fades into another.
    preferred.put("prefers-reduced-motion", "reduce");
  }

  /**
   * The one of this virtual machine, started when first asked for and ended with the machine: its
   * start costs more than most tests. Skips the test when there is none and none must be.
   */
  public static Browser startOrSkip() {
    boolean found = find(CHROMIUM).isPresent() && find(DRIVER).isPresent();
    List<String> required =
        Arrays.asList(Optional.ofNullable(System.getenv(REQUIRED)).orElse("").split("\\s+"));
    if (!found && required.contains(CHROMIUM)) {
      throw new AssertionError(
          REQUIRED + " names chromium; chromium or chromedriver is not on the PATH");
    }
    assumeTrue(found, "chromium and chromedriver are not installed");
    return Shared.BROWSER;
  }

  private static final class Shared {
    static final Browser BROWSER = start();
  }

  private static Browser start() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(find(CHROMIUM).orElseThrow().toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--force-color-profile=srgb",
        "--window-size=1280,900");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(find(DRIVER).orElseThrow().toFile())
            .usingAnyFreePort()
            .withSilent(true)
            .build();
    TALKATIVE.forEach(each -> each.setLevel(Level.SEVERE));
    ChromeDriver chrome = new ChromeDriver(service, options);
    chrome.manage().timeouts().scriptTimeout(PATIENCE);
    Runtime.getRuntime().addShutdownHook(new Thread(chrome::quit, "end of the browser"));
    return new Browser(chrome);
  }

  private static Optional<Path> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  public ChromeDriver driver() {
    return driver;
  }

  /** The size of the page, whatever frame a window has. */
  public void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** What the machine's owner prefers: {@code prefers-color-scheme: dark} and the like. */
  public void prefer(String feature, String value) {
    preferred.put(feature, value);
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            preferred.entrySet().stream()
                .map(each -> Map.of("name", each.getKey(), "value", each.getValue()))
                .toList()));
  }

  /** Files that pages give out go into this folder, without a question. */
  public void keepFilesIn(Path folder) {
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toString()));
  }

  /** From now on this part of a message is no fault. */
  public void expect(String part) {
    expected.add(part);
  }

  /** Fails on errors of scripts, and on whatever the security policy has refused. */
  public void assertQuiet() {
    List<String> faults = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      String text = entry.getMessage();
      boolean serious =
          entry.getLevel().intValue() >= Level.WARNING.intValue()
              || text.contains("Content Security Policy");
      if (serious && expected.stream().noneMatch(text::contains)) {
        faults.add(text);
      }
    }
    assertThat(faults).as("the browser's console at %s", driver.getCurrentUrl()).isEmpty();
  }

  /** Which rules of accessibility are looked at. */
  public enum Rules {
    /** All of WCAG 2.2 A and AA, and best practice. */
    ALL("runOnly: " + TAGS),
    /** Those that another theme can break; most of the time that all take. */
    OF_COLOURS("runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}"),
    /** Those that another width can break. */
    OF_LAYOUT("runOnly: " + TAGS + ", rules: {'color-contrast': {enabled: false}}");

    private final String options;

    Rules(String options) {
      this.options = options;
    }
  }

  /** Fails on what the rules find in the page. */
  public void assertAccessible(Rules rules) {
    if (Boolean.TRUE.equals(driver.executeScript("return !window.axe"))) {
      driver.executeScript(axe());
    }
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations'], %s})
              .then(all => done(all.violations.flatMap(rule => rule.nodes.map(node =>
                `${rule.id}: ${rule.help}: ${node.html.slice(0, 200)} ${node.any.map(each => each.message).join('; ')}`))),
              failure => done([String(failure)]));
            """
                .formatted(rules.options));
    assertThat((List<?>) found).as("axe at %s", driver.getCurrentUrl()).isEmpty();
  }

  private static String axe() {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A picture of the whole page. */
  public void picture(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Map<?, ?> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode((String) shot.get("data")));
  }
}
