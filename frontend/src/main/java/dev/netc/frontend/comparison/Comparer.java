package dev.netc.frontend.comparison;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.TensorType;
import dev.netc.frontend.comparison.Comparison.Amount;
import dev.netc.frontend.comparison.Comparison.Change;
import dev.netc.frontend.comparison.Comparison.Kind;
import dev.netc.frontend.comparison.Comparison.NetworkChange;
import dev.netc.frontend.comparison.Comparison.Section;
import dev.netc.frontend.comparison.Comparison.Standing;
import dev.netc.frontend.comparison.Comparison.Weights;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Compares two versions of a network. */
final class Comparer {
  private final Optional<Version> before;
  private final Optional<Version> after;
  private final Map<Section, List<Change>> changes = new EnumMap<>(Section.class);

  private Comparer(Optional<Version> before, Optional<Version> after) {
    this.before = before;
    this.after = after;
  }

  /**
   * What changed; one of the versions may be missing.
   *
   * @param file where the network is
   */
  static NetworkChange compare(String file, Optional<Version> before, Optional<Version> after) {
    return new Comparer(before, after).compare(file);
  }

  private NetworkChange compare(String file) {
    Version known = after.or(() -> before).orElseThrow();
    Standing standing =
        before.isEmpty() ? Standing.ADDED : after.isEmpty() ? Standing.REMOVED : Standing.KEPT;
    Map<String, TensorType> oldState = state(before);
    Map<String, TensorType> newState = state(after);
    if (standing == Standing.KEPT) {
      Version old = before.orElseThrow();
      Version now = after.orElseThrow();
      if (!old.name().equals(now.name())) {
        add(Section.LAYERS, new Change(Kind.RENAMED, now.name(), old.name(), now.name()));
      }
      types(Section.INPUTS, old.inputs(), now.inputs());
      types(Section.TARGETS, old.targets(), now.targets());
      types(Section.OUTPUTS, old.outputs(), now.outputs());
      steps(old.steps(), now.steps());
      Map<String, TensorType> oldParameters = old.parameters();
      Map<String, TensorType> newParameters = now.parameters();
      renames(old, now, oldParameters, newParameters);
      types(Section.PARAMETERS, oldParameters, newParameters);
      types(Section.BUFFERS, old.buffers(), now.buffers());
      lines(old.learning(), now.learning());
    }
    return new NetworkChange(
        known.name(),
        file,
        standing,
        changes,
        amounts(),
        known.sizes(),
        weights(oldState, newState));
  }

  private static Map<String, TensorType> state(Optional<Version> version) {
    return version.map(Version::state).orElseGet(LinkedHashMap::new);
  }

  private void add(Section section, Change change) {
    changes.computeIfAbsent(section, s -> new ArrayList<>()).add(change);
  }

  private void types(Section section, Map<String, TensorType> old, Map<String, TensorType> now) {
    old.forEach(
        (name, type) -> {
          TensorType other = now.get(name);
          if (other == null) {
            add(section, new Change(Kind.REMOVED, name, type.toString(), ""));
          } else if (!other.equals(type)) {
            add(section, new Change(Kind.CHANGED, name, type.toString(), other.toString()));
          }
        });
    now.forEach(
        (name, type) -> {
          if (!old.containsKey(name)) {
            add(section, new Change(Kind.ADDED, name, "", type.toString()));
          }
        });
  }

  /**
   * Layers that have another name and are the same otherwise, if there is no doubt which is which.
   * Their parameters are told as renamed, and not once more.
   */
  private void renames(
      Version old, Version now, Map<String, TensorType> from, Map<String, TensorType> to) {
    Map<String, List<String>> lost = owners(old.root(), from, to);
    Map<String, List<String>> found = owners(now.root(), to, from);
    lost.forEach(
        (signature, paths) -> {
          List<String> others = found.getOrDefault(signature, List.of());
          if (paths.size() == 1 && others.size() == 1) {
            String path = paths.get(0);
            String other = others.get(0);
            add(
                Section.PARAMETERS,
                new Change(Kind.RENAMED, other + ".*", path + ".*", other + ".*"));
            from.keySet().removeIf(name -> name.startsWith(path + "."));
            to.keySet().removeIf(name -> name.startsWith(other + "."));
          }
        });
  }

  /** The outermost layers of which no parameter is in the other version, by what they are. */
  private static Map<String, List<String>> owners(
      Network.Layer root, Map<String, TensorType> own, Map<String, TensorType> others) {
    Map<String, List<String>> owners = new LinkedHashMap<>();
    root.children().forEach(layer -> collect(layer, own, others, owners));
    return owners;
  }

  private static void collect(
      Network.Layer layer,
      Map<String, TensorType> own,
      Map<String, TensorType> others,
      Map<String, List<String>> owners) {
    StringBuilder signature = new StringBuilder();
    describe(layer, layer.path(), own, signature);
    List<String> names =
        own.keySet().stream().filter(name -> name.startsWith(layer.path() + ".")).toList();
    if (!names.isEmpty() && names.stream().noneMatch(others::containsKey)) {
      owners.computeIfAbsent(signature.toString(), s -> new ArrayList<>()).add(layer.path());
    } else {
      layer.children().forEach(child -> collect(child, own, others, owners));
    }
  }

  private static void describe(
      Network.Layer layer, String root, Map<String, TensorType> own, StringBuilder text) {
    text.append(layer.path().substring(root.length())).append(' ').append(layer.type());
    text.append('(').append(layer.representation()).append(')');
    layer
        .parameters()
        .forEach(p -> text.append(p.substring(root.length())).append(own.get(p)).append(' '));
    layer.children().forEach(child -> describe(child, root, own, text));
  }

  private void steps(List<Version.Step> old, List<Version.Step> now) {
    Alignment.of(old, now, Version.Step::text)
        .forEach(
            pair -> {
              if (pair.before().isEmpty()) {
                Version.Step step = pair.after().orElseThrow();
                add(Section.LAYERS, new Change(Kind.ADDED, step.text(), "", step.shape()));
              } else if (pair.after().isEmpty()) {
                Version.Step step = pair.before().get();
                add(Section.LAYERS, new Change(Kind.REMOVED, step.text(), step.shape(), ""));
              } else if (!pair.before().get().shape().equals(pair.after().get().shape())) {
                add(
                    Section.LAYERS,
                    new Change(
                        Kind.CHANGED,
                        pair.after().get().name(),
                        pair.before().get().shape(),
                        pair.after().get().shape()));
              }
            });
  }

  private void lines(List<String> old, List<String> now) {
    for (Alignment.Pair<String> pair : Alignment.of(old, now, line -> line)) {
      if (pair.after().isEmpty()) {
        String line = pair.before().orElseThrow();
        add(Section.LEARNING, new Change(Kind.REMOVED, line, line, ""));
      } else if (pair.before().isEmpty()) {
        String line = pair.after().get();
        add(Section.LEARNING, new Change(Kind.ADDED, line, "", line));
      }
    }
  }

  private List<Amount> amounts() {
    return List.of(
        amount("parameters", Amount.Unit.NUMBER, v -> OptionalLong.of(v.parameterCount())),
        amount("multiply-adds", Amount.Unit.NUMBER, Version::multiplyAdds),
        amount("memory to predict", Amount.Unit.BYTES, Version::memoryToPredict),
        amount("memory to train", Amount.Unit.BYTES, Version::memoryToTrain));
  }

  private Amount amount(String name, Amount.Unit unit, Function<Version, OptionalLong> of) {
    return new Amount(
        name,
        unit,
        before.map(of).orElse(OptionalLong.empty()),
        after.map(of).orElse(OptionalLong.empty()));
  }

  private static Weights weights(Map<String, TensorType> old, Map<String, TensorType> now) {
    List<String> missing = new ArrayList<>(now.keySet());
    missing.removeAll(old.keySet());
    List<String> unexpected = new ArrayList<>(old.keySet());
    unexpected.removeAll(now.keySet());
    List<String> reshaped = new ArrayList<>();
    now.forEach(
        (name, type) -> {
          TensorType other = old.get(name);
          if (other != null && !other.equals(type)) {
            reshaped.add(name);
          }
        });
    return new Weights(missing, unexpected, reshaped);
  }
}
