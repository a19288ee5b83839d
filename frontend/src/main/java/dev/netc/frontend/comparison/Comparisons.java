package dev.netc.frontend.comparison;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.codegen.Programs;
import dev.netc.compiler.cost.Sizes;
import dev.netc.compiler.elaborate.Network;
import dev.netc.frontend.comparison.Comparison.NetworkChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares files, network by network. */
public final class Comparisons {
  private final Compiler compiler;
  private final long batch;
  private final Map<String, Long> sizes;
  private final List<NetworkChange> networks = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param batch the size of the batch, for multiply-adds and memory
   * @param sizes others that are known at run time only, by name
   */
  public Comparisons(Compiler compiler, long batch, Map<String, Long> sizes) {
    this.compiler = compiler;
    this.batch = batch;
    this.sizes = sizes;
  }

  /**
   * Compares two versions of a file, of which one may be missing. Where a version has errors, only
   * the networks are compared that have none in both.
   *
   * @param file how the file is called
   */
  public void compare(String file, Optional<Analysis> before, Optional<Analysis> after) {
    boolean oldBroken = broken(file, "old", before);
    boolean newBroken = broken(file, "new", after);
    Map<String, Network> old = networks(before);
    Map<String, Network> now = networks(after);
    boolean alone = old.size() == 1 && now.size() == 1 && !oldBroken && !newBroken;
    now.forEach(
        (name, network) -> {
          Network other = alone ? old.values().iterator().next() : old.get(name);
          if (other != null || !oldBroken) {
            add(file, Optional.ofNullable(other), Optional.of(network));
          }
        });
    old.forEach(
        (name, network) -> {
          if (!alone && !now.containsKey(name) && !newBroken) {
            add(file, Optional.of(network), Optional.empty());
          }
        });
  }

  /** Notes what could not be compared. */
  public void problem(String problem) {
    problems.add(problem);
  }

  /** All that has been compared. */
  public Comparison finish() {
    return new Comparison(networks, problems);
  }

  private boolean broken(String file, String which, Optional<Analysis> analysis) {
    int errors = analysis.map(known -> known.errors().size()).orElse(0);
    if (errors > 0) {
      problems.add(
          "the %s version of %s has %s: networks that have one are not compared"
              .formatted(which, file, errors == 1 ? "an error" : errors + " errors"));
    }
    return errors > 0;
  }

  private static Map<String, Network> networks(Optional<Analysis> analysis) {
    Map<String, Network> networks = new LinkedHashMap<>();
    analysis.ifPresent(known -> known.networks().forEach(n -> networks.put(n.name(), n)));
    return networks;
  }

  private void add(String file, Optional<Network> before, Optional<Network> after) {
    networks.add(Comparer.compare(file, before.map(this::version), after.map(this::version)));
  }

  private Version version(Network network) {
    Programs programs = compiler.plan(network);
    return new Version(
        network, programs.inference(), programs.training(), Sizes.of(network, batch, sizes));
  }
}
