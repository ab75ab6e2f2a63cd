"""AWS, one file a service, each with a default that needs none of it; the only room that knows boto3."""
