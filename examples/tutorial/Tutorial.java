import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import tutorial.Net;

/** Chapter 2.1.3 of the PyTorch tutorial, line by line. The comments are the lines in Python. */
public final class Tutorial {
  private Tutorial() {}

  public static void main(String[] arguments) {
    // net = Net(); print(net)
    Net net = new Net(0);
    System.out.println(net);

    // for parameters in net.parameters(): print(parameters)
    System.out.println(net.conv1().weight());
    System.out.println(net.conv1().bias());

    // for name, parameters in net.named_parameters(): print(name, ':', parameters.size())
    for (Parameter parameter : net.parameters()) {
      System.out.println(parameter.name() + " : " + parameter.size());
    }

    // input = torch.randn(1, 1, 32, 32); out = net(input); print(out.size())
    Tensor input = Tensor.randn(0, 1, 1, 32, 32);
    Net.Trainer trainer = net.trainer();
    Tensor out = trainer.forward(input);
    System.out.println(out);

    // net.zero_grad(); out.backward(torch.ones(1, 10))
    trainer.zeroGrad();
    trainer.backward(Tensor.ones(1, 10));

    // y = torch.arange(0, 10).view(1, 10).float(); loss = nn.MSELoss()(out, y); print(loss.item())
    Tensor y = Tensor.arange(10).view(1, 10);
    trainer.forward(input);
    System.out.println(trainer.loss(y));

    // optimizer.zero_grad(); loss.backward(); optimizer.step()
    trainer.zeroGrad();
    trainer.backward();
    trainer.step();

    // After the step the loss is smaller.
    trainer.forward(input);
    System.out.println(trainer.loss(y));
  }
}
