package dev.netc.frontend.comparison;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What changed between two versions of files.
 *
 * @param networks all that are in one of the versions, also those without a change
 * @param problems what could not be compared, and why
 */
public record Comparison(List<NetworkChange> networks, List<String> problems) {

  /** Keeps its own copies of the lists. */
  public Comparison {
    networks = List.copyOf(networks);
    problems = List.copyOf(problems);
  }

  /** Whether anything that is compared has changed. */
  public boolean hasChanges() {
    return networks.stream().anyMatch(NetworkChange::isChanged);
  }

  /** Whether a thing is in both versions. */
  public enum Standing {
    ADDED,
    REMOVED,
    /** In both, perhaps with changes. */
    KEPT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a change is about. */
  public enum Section {
    INPUTS,
    TARGETS,
    OUTPUTS,
    LAYERS,
    PARAMETERS,
    BUFFERS,
    LEARNING;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a thing changed. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED,
    RENAMED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One change.
   *
   * @param name what changed; of a rename the new name
   * @param before what it was; empty if it was not there, and of a rename the old name
   * @param after what it is; empty if it is not there any more
   */
  public record Change(Kind kind, String name, String before, String after) {}

  /** A number before and after; empty where it depends on a size that nobody has given. */
  public record Amount(String name, Unit unit, OptionalLong before, OptionalLong after) {
    /** What is counted. */
    public enum Unit {
      NUMBER,
      BYTES
    }

    /** Whether it differs. */
    public boolean isChanged() {
      return !before.equals(after);
    }
  }

  /**
   * What of a checkpoint of the old version the new one takes, as {@code load_state_dict} does.
   *
   * @param missing what the new version has and the old one has not
   * @param unexpected what the old version has and the new one has not
   * @param reshaped what has another shape or element type
   */
  public record Weights(List<String> missing, List<String> unexpected, List<String> reshaped) {
    /** Keeps its own copies of the lists. */
    public Weights {
      missing = List.copyOf(missing);
      unexpected = List.copyOf(unexpected);
      reshaped = List.copyOf(reshaped);
    }

    /** Whether old weights load as they are. */
    public boolean load() {
      return missing.isEmpty() && unexpected.isEmpty() && reshaped.isEmpty();
    }
  }

  /**
   * What changed in one network.
   *
   * @param name that of the new version, if it is there
   * @param file where it is
   * @param changes by what they are about; what has none is left out
   * @param sizes for which the amounts are
   */
  public record NetworkChange(
      String name,
      String file,
      Standing standing,
      Map<Section, List<Change>> changes,
      List<Amount> amounts,
      Map<String, Long> sizes,
      Weights weights) {

    /** Whether there is any difference. */
    public boolean isChanged() {
      return standing != Standing.KEPT
          || !changes.isEmpty()
          || amounts.stream().anyMatch(Amount::isChanged);
    }
  }
}
